import { curl, docker, helm, kubectl, standIns, talosctl } from '../lib/run/support/stand-ins';
import { demo, filesBelow, folder, ichor, repository } from './support/ichor';

const { PATH } = standIns({ talosctl: talosctl('1.13.9'), kubectl: kubectl('1.36.3'), helm: helm('4.1.4'), docker: docker() });

/** What it says, without the width of columns, and without whether this machine reaches the registries that it names. */
function said(stdout: string): string[] {
  return stdout.split('\n').map((line) => line.replace(/ {2,}/g, '  ').replace(/^\w+ {2}(registry \S+) {2}.*/, '$1'));
}

describe('doctor', () => {
  test('looks at the only cluster, and changes nothing', async () => {
    // GIVEN
    const directory = folder({ 'clusters/demo.ts': demo()['clusters/demo.ts']?.replace('onHost(8080,', 'onHost(28417,') ?? '' });
    const before = filesBelow(directory);
    // WHEN
    const { code, stdout, stderr } = await ichor(directory, 'doctor', { PATH });
    // THEN
    expect([code, stderr]).toEqual([0, '']);
    expect(said(stdout)).toEqual([
      `ok  node  ${process.versions.node}`,
      'ok  talosctl  1.13.9',
      'ok  kubectl  1.36.3',
      'ok  helm  4.1.4',
      'ok  docker  28.2.2',
      'ok  docker daemon  28.2.1 on Ubuntu 24.04.3 LTS',
      'ok  docker context  default (unix:///var/run/docker.sock)',
      'ok  cgroups  version 2',
      'ok  memory  16 384 MiB',
      'ok  CPUs  8',
      'ok  architecture  x86_64',
      'ok  kernel  6.8.0-85-generic',
      "unknown  kernel modules  only Docker's machine can say whether it has br_netfilter, cls_bpf, ip_set, sch_ingress, vxlan, xt_CT, xt_TPROXY, xt_socket",
      'ok  network 10.5.0.0/24  free',
      'ok  port 28417/tcp  free on 127.0.0.1',
      'registry ghcr.io',
      'registry helm.cilium.io',
      'registry quay.io',
      'registry registry-1.docker.io',
      'registry registry.k8s.io',
      'note  kubeconfig  .ichor/demo/kubeconfig is not there yet: ichor apply create fetches it',
      'note  talosconfig  .ichor/demo/talosconfig is not there yet: ichor apply create makes it',
      'nothing is missing',
      '',
    ]);
    expect(filesBelow(directory)).toEqual(before);
  });

  test('of several clusters it looks at the one that is named, and says so where none is', async () => {
    // GIVEN
    const directory = folder({ ...demo('a'), ...demo('b') });
    // WHEN
    const [none, named] = await Promise.all([ichor(directory, 'doctor', { PATH }), ichor(directory, 'doctor b --output json', { PATH })]);
    // THEN
    expect(none).toMatchObject({ code: 0, stderr: 'Name one of a, b to see what it needs as well.\n' });
    expect(none?.stdout).not.toContain('network');
    expect(JSON.parse(named?.stdout ?? '')).toMatchObject({ schema: 'ichor/doctor/v1', cluster: 'b' });
  });

  test('fails where something is missing, without a word of its own about it', async () => {
    const { code, stdout, stderr } = await ichor(folder(), 'doctor', { PATH: '/nowhere' });
    expect([code, stderr]).toEqual([1, '']);
    expect(stdout).toMatch(/^ok {7}node .*\nmissing {2}talosctl .*\n4 missing\n$/s);
  });

  test('a definition with errors has no needs: they come first, and what every cluster needs is still said', async () => {
    // GIVEN
    const directory = folder({ 'clusters/demo.ts': demo()['clusters/demo.ts']?.replace("'4GiB'", "'4 gigs'") ?? '' });
    // WHEN
    const [broken, absent] = await Promise.all([ichor(directory, 'doctor', { PATH }), ichor(directory, 'doctor demos', { PATH })]);
    // THEN
    expect(broken).toMatchObject({
      code: 1,
      stderr: "PLT001  clusters/demo.ts  platform.memory: '4 gigs' is not a size as talosctl takes it; write it as '6GiB'\n1 error\n",
      stdout: expect.stringMatching(/nothing is missing\n$/),
    });
    expect(absent).toMatchObject({
      code: 1,
      stderr: "DEF008  clusters/demos.ts  there is no cluster 'demos'; write 'demo'\n1 error\n",
    });
  });

  test('of a cluster on machines of its own it looks at these, and at no Docker', async () => {
    // GIVEN
    const definition = `import { cilium, controlPlane, defineCluster, metal, raspberryPi5 } from 'ichor';
      const node = controlPlane('pi-1', { address: '127.77.0.1', machine: raspberryPi5() });
      export default defineCluster({
        name: 'rack',
        versions: { talos: '1.13.9', kubernetes: '1.36.3' },
        platform: metal({ subnet: '127.77.0.0/24', router: '127.77.0.2', nodes: [node] }),
        network: cilium({ version: '1.20.2' }),
        policies: 'enforce',
      });`;
    const tools = standIns({ talosctl: talosctl('1.13.9'), kubectl: kubectl('1.36.3'), helm: helm('4.1.4'), curl: curl('8.5.0') });
    // WHEN
    const { code, stdout } = await ichor(folder({ 'clusters/rack.ts': definition }), 'doctor', tools);
    // THEN
    expect(code).toBe(0);
    expect(said(stdout)).toEqual([
      `ok  node  ${process.versions.node}`,
      'ok  talosctl  1.13.9',
      'ok  kubectl  1.36.3',
      'ok  helm  4.1.4',
      'ok  curl  8.5.0',
      'note  machine pi-1  127.77.0.1 does not answer at port 50000: it is off, not reachable from here, or has no config and another address',
      'registry factory.talos.dev',
      'registry ghcr.io',
      'registry helm.cilium.io',
      'registry quay.io',
      'registry registry.k8s.io',
      'note  kubeconfig  .ichor/rack/kubeconfig is not there yet: ichor apply create fetches it',
      'note  talosconfig  .ichor/rack/talosconfig is not there yet: ichor apply create makes it',
      'nothing is missing',
      '',
    ]);
  });

  test("sees what the committed cluster needs: Colima's machine of 6 GiB", async () => {
    // GIVEN
    const small = standIns({ docker: docker({ info: { Name: 'colima', MemTotal: 4099198976, NCPU: 2 } }) });
    // WHEN
    const { code, stdout } = await ichor(repository, 'doctor joelclaw --output json', small);
    // THEN
    expect(code).toBe(1);
    const { prerequisites } = JSON.parse(stdout) as { prerequisites: { id: string; state: string; repair?: string }[] };
    const lacking = prerequisites.filter(({ id, state }) => id.startsWith('docker') && state === 'missing');
    expect(lacking.map(({ id, repair }) => [id, repair])).toEqual([
      ['docker.memory', 'colima stop && colima start --memory 7'],
      ['docker.cpus', 'colima stop && colima start --cpu 4'],
    ]);
  });
});
