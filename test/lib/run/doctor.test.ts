import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { doctorText, isReady } from '../../../lib/report';
import { type ClusterNeeds, type DockerNeeds, examine, examineFor, type MetalNeeds } from '../../../lib/run';
import { curl, type DockerAnswers, docker, dockerWithoutDaemon, helm, kubectl, print, standIns, talosctl } from './support/stand-ins';

const tools = { talosctl: talosctl('1.13.9'), kubectl: kubectl('1.36.3'), helm: helm('4.1.4') };

const demo: DockerNeeds = {
  platform: 'docker',
  name: 'demo',
  provider: 'engine',
  memory: { text: '6GiB', bytes: 6 * 2 ** 30 },
  cpus: 4,
  subnet: '10.5.0.0/24',
  hostIp: '127.0.0.1',
  ports: [],
  cilium: true,
  kubernetes: '1.36.3',
  modules: [],
  registries: [],
};

interface Scene {
  readonly programs?: Readonly<Record<string, string>>;
  readonly cluster?: ClusterNeeds | 'none';
  readonly platform?: NodeJS.Platform;
}

/** What is found on a machine with these programs, as lines. */
async function lines({ programs = { ...tools, docker: docker() }, cluster = demo, platform = 'linux' }: Scene = {}): Promise<string[]> {
  const asked = { node: '20.0.0', talosctl: '1.13.0', ...(cluster === 'none' ? {} : { cluster }) };
  const rows = await examine(asked, { env: standIns(programs), platform, timeout: 2000 });
  return doctorText(rows)
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/ {2,}/g, '  '));
}

const withDocker = (answers: DockerAnswers) => ({ ...tools, docker: docker(answers) });
const without = (name: string) => Object.fromEntries(Object.entries({ ...tools, docker: docker() }).filter(([tool]) => tool !== name));

describe('a machine that has everything', () => {
  test('in general', async () => {
    expect(await lines({ cluster: 'none' })).toEqual([
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
      'nothing is missing',
    ]);
  });

  test('for a cluster', async () => {
    const found = await lines();
    expect(found).toContain('ok  network 10.5.0.0/24  free');
    expect(found.at(-1)).toBe('nothing is missing');
  });

  test('a cluster without Cilium needs no Helm, no kernel, and any talosctl', async () => {
    const found = await lines({ programs: { ...without('helm'), talosctl: talosctl('1.12.4') }, cluster: { ...demo, cilium: false } });
    expect(found).toContain('ok  talosctl  1.12.4');
    expect(found.filter((line) => /helm|kernel/.test(line))).toEqual([]);
    expect(found.at(-1)).toBe('nothing is missing');
  });
});

describe('programs', () => {
  test.each([
    ['talosctl', 'linux', 'missing  talosctl  not on PATH; curl -sL https://talos.dev/install | sh'],
    ['talosctl', 'darwin', 'missing  talosctl  not on PATH; brew install siderolabs/tap/talosctl'],
    ['kubectl', 'linux', 'missing  kubectl  not on PATH; see https://kubernetes.io/docs/tasks/tools/'],
    ['kubectl', 'darwin', 'missing  kubectl  not on PATH; brew install kubectl'],
    ['helm', 'linux', 'missing  helm  not on PATH; see https://helm.sh/docs/intro/install/'],
    ['helm', 'darwin', 'missing  helm  not on PATH; brew install helm'],
  ] as const)('%s is missing on %s', async (tool, platform, line) => {
    const found = await lines({ programs: without(tool), platform });
    expect(found).toContain(line);
    expect(found.at(-1)).toBe('1 missing');
  });

  test.each([
    ['engine', 'linux', 'see https://docs.docker.com/engine/install/'],
    ['colima', 'darwin', 'brew install colima docker && colima start'],
    ['docker-desktop', 'darwin', 'see https://docs.docker.com/desktop/'],
  ] as const)('docker is missing for %s', async (provider, platform, repair) => {
    expect(await lines({ programs: tools, cluster: { ...demo, provider }, platform })).toEqual([
      expect.stringMatching(/^ok {2}node/),
      'ok  talosctl  1.13.9',
      'ok  kubectl  1.36.3',
      'ok  helm  4.1.4',
      `missing  docker  not on PATH; ${repair}`,
      'unknown  docker machine  only the daemon knows its cgroups, memory, CPUs, architecture and kernel',
      '1 missing',
    ]);
  });

  test('a talosctl that would wait for a network is old', async () => {
    const found = await lines({ programs: { ...tools, docker: docker(), talosctl: talosctl('1.12.11') } });
    expect(found).toContain('old  talosctl  1.12.11, and Cilium in Docker needs 1.13.0 or newer; curl -sL https://talos.dev/install | sh');
    expect(found.at(-1)).toBe('1 old');
  });

  test('a kubectl that is two minors behind the cluster is old', async () => {
    const found = await lines({ programs: { ...tools, docker: docker(), kubectl: kubectl('1.34.9') } });
    expect(found).toContain('old  kubectl  1.34.9, and Kubernetes 1.36 needs 1.35.0 or newer; see https://kubernetes.io/docs/tasks/tools/');
    expect(await lines({ programs: { ...tools, docker: docker(), kubectl: kubectl('1.35.0') } })).toContain('ok  kubectl  1.35.0');
  });

  test('Helm 2 is old', async () => {
    const found = await lines({ programs: { ...tools, docker: docker(), helm: helm('2.17.0') } });
    expect(found).toContain('old  helm  2.17.0, and charts of Cilium need 3.0.0 or newer; see https://helm.sh/docs/intro/install/');
  });

  test('an old Node is old', async () => {
    const [row] = await examine({ node: '99.0.0', talosctl: '1.13.0' }, { env: standIns({}), platform: 'linux' });
    expect(row).toEqual({
      id: 'node',
      state: 'old',
      subject: 'node',
      found: `${process.versions.node}, and 99.0.0 is the oldest that will do`,
      repair: 'see https://nodejs.org/en/download',
    });
  });

  test('nothing at all is said as calmly', async () => {
    expect((await lines({ programs: {} })).at(-1)).toBe('4 missing');
  });
});

describe('a daemon that does not answer', () => {
  const down = 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?';
  const forbidden =
    'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: Get "http://%2Fvar%2Frun%2Fdocker.sock/v1.50/info": dial unix /var/run/docker.sock: connect: permission denied';

  test.each([
    ['engine', 'linux', 'sudo systemctl start docker'],
    ['colima', 'darwin', 'colima start'],
    ['docker-desktop', 'darwin', 'open -a Docker'],
    ['docker-desktop', 'linux', 'start Docker Desktop'],
    ['other', 'darwin', 'start it; docker context ls shows which one is asked'],
  ] as const)('%s on %s', async (provider, platform, repair) => {
    const found = await lines({ programs: { ...tools, docker: dockerWithoutDaemon(down) }, cluster: { ...demo, provider }, platform });
    expect(found.slice(4)).toEqual([
      'ok  docker  28.2.2',
      `missing  docker daemon  Cannot connect to the Docker daemon at unix:///var/run/docker.sock; ${repair}`,
      'unknown  docker machine  only the daemon knows its cgroups, memory, CPUs, architecture and kernel',
      '1 missing',
    ]);
  });

  test('since it may not be asked', async () => {
    expect(await lines({ programs: { ...tools, docker: dockerWithoutDaemon(forbidden) } })).toContain(
      'missing  docker daemon  permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock; sudo usermod -aG docker "$USER", then log in again',
    );
  });

  test('within the time that it is given', async () => {
    // GIVEN
    const env = standIns({ ...tools, docker: 'while :; do :; done' });
    // WHEN
    const rows = await examine({ node: '20.0.0', talosctl: '1.13.0' }, { env, platform: 'linux', timeout: 300 });
    // THEN
    expect(rows.filter(({ id }) => id.startsWith('docker')).map(({ state, found }) => [state, found])).toEqual([
      ['ok', 'version unknown'],
      ['missing', 'no answer within 0.3 s'],
      ['unknown', 'only the daemon knows its cgroups, memory, CPUs, architecture and kernel'],
    ]);
  });
});

describe("Docker's machine", () => {
  test('with cgroups of version 1', async () => {
    expect(await lines({ programs: withDocker({ info: { CgroupVersion: '1' } }) })).toContain(
      "missing  cgroups  version 1, and Cilium attaches its programs to version 2; boot Docker's machine with systemd.unified_cgroup_hierarchy=1, or update it",
    );
  });

  test.each([
    ['engine', "give Docker's machine more, or write '3GiB' in platform.memory"],
    ['colima', 'colima stop && colima start --memory 7'],
    ['docker-desktop', "give it 7 GiB in Docker Desktop's settings, under Resources"],
  ] as const)('with too little memory: %s', async (provider, repair) => {
    const found = await lines({ programs: withDocker({ info: { MemTotal: 4099198976 } }), cluster: { ...demo, provider } });
    expect(found).toContain(`missing  memory  3 910 MiB, and platform.memory is '6GiB'; ${repair}`);
  });

  test.each([
    ['engine', 'write 2 in platform.cpus'],
    ['colima', 'colima stop && colima start --cpu 4'],
    ['docker-desktop', "give it 4 in Docker Desktop's settings, under Resources"],
  ] as const)('with too few CPUs: %s', async (provider, repair) => {
    const found = await lines({ programs: withDocker({ info: { NCPU: 2 } }), cluster: { ...demo, provider } });
    expect(found).toContain(`missing  CPUs  2, and Docker refuses a container of 4; ${repair}`);
  });

  test('with an old kernel', async () => {
    expect(await lines({ programs: withDocker({ info: { KernelVersion: '5.4.0-216-generic' } }) })).toContain(
      "old  kernel  5.4.0-216-generic, and Cilium needs 5.10 or newer; update the system of Docker's machine",
    );
  });

  test.each(['x86_64', 'aarch64', 'arm64', 'amd64'])('%s has images', async (Architecture) => {
    expect(await lines({ programs: withDocker({ info: { Architecture } }) })).toContain(`ok  architecture  ${Architecture}`);
  });

  test('of another architecture', async () => {
    expect(await lines({ programs: withDocker({ info: { Architecture: 'riscv64' } }) })).toContain(
      "missing  architecture  'riscv64', and Talos has images for x86_64 and aarch64; run Docker on such a machine",
    );
  });

  test.each([
    ['engine', { OperatingSystem: 'Docker Desktop', Name: 'docker-desktop' }, 'on Docker Desktop', "write 'docker-desktop'"],
    ['engine', { Name: 'colima' }, 'in Colima', "write 'colima'"],
    ['colima', { OperatingSystem: 'OrbStack', Name: 'orbstack' }, 'on OrbStack', 'write what runs it'],
  ] as const)('that is not run by %s', async (provider, info, place, repair) => {
    expect(await lines({ programs: withDocker({ info }), cluster: { ...demo, provider } })).toContain(
      `note  provider  platform.provider is '${provider}', and Docker runs ${place}: flows to the host would lead to a wrong address; ${repair}`,
    );
  });

  test.each([
    ['engine', {}],
    ['colima', { Name: 'colima' }],
    ['docker-desktop', { OperatingSystem: 'Docker Desktop' }],
    ['other', { OperatingSystem: 'OrbStack' }],
  ] as const)('that is run by %s needs no note', async (provider, info) => {
    const found = await lines({ programs: withDocker({ info }), cluster: { ...demo, provider } });
    expect(found.filter((line) => line.startsWith('note'))).toEqual([]);
  });
});

describe('the context of Docker', () => {
  test.each([
    ['unix:///Users/me/.colima/default/docker.sock', 'ok  docker context  default (unix:///Users/me/.colima/default/docker.sock)'],
    ['tcp://127.0.0.1:2375', 'ok  docker context  default (tcp://127.0.0.1:2375)'],
    [
      'ssh://me@box',
      'note  docker context  default (ssh://me@box): another machine, on which ports open and addresses are taken; docker context use chooses another',
    ],
  ])('%s', async (host, line) => {
    expect(await lines({ programs: withDocker({ host }) })).toContain(line);
  });

  test('that nobody says is passed over', async () => {
    const silent = docker().replace('"context inspect")', '"context nothing")');
    expect((await lines({ programs: { ...tools, docker: silent } })).filter((line) => line.includes('context'))).toEqual([]);
  });
});

describe("modules of Docker's kernel", () => {
  const cluster: DockerNeeds = { ...demo, provider: 'colima', modules: ['br_netfilter', 'xt_socket'] };
  const inColima = (...states: readonly string[]) => ({
    ...withDocker({ info: { Name: 'colima' } }),
    colima: `[ "$1 $2 $3" = "ssh -- sh" ] || exit 1\n${states.map((state) => print(state)).join('\n')}`,
  });
  const row = async (programs: Readonly<Record<string, string>>, given: DockerNeeds = cluster) =>
    (await lines({ programs, cluster: given })).filter((line) => line.includes('kernel modules'));

  test.each([
    ['in it, or loaded by its settings', ['br_netfilter kept', 'xt_socket builtin'], 'ok  kernel modules  all there, and after a restart'],
    [
      'loaded by hand',
      ['br_netfilter loaded', 'xt_socket builtin'],
      "note  kernel modules  all there; nothing loads br_netfilter after a restart; printf '%s\\n' br_netfilter | colima ssh -- sudo tee /etc/modules-load.d/cilium.conf",
    ],
    [
      'on its disk',
      ['br_netfilter there', 'xt_socket loaded'],
      "note  kernel modules  br_netfilter not loaded; the kernel loads most when they are asked for; colima ssh -- sudo modprobe --all br_netfilter && printf '%s\\n' br_netfilter | colima ssh -- sudo tee /etc/modules-load.d/cilium.conf",
    ],
    [
      'nowhere',
      ['br_netfilter builtin', 'xt_socket absent'],
      "missing  kernel modules  the kernel has no xt_socket, without which Cilium's datapath doesn't come up; install the modules of its kernel, or another kernel on Docker's machine",
    ],
  ])('%s', async (_, states, line) => {
    expect(await row(inColima(...states))).toEqual([line]);
  });

  test('are those of a machine of Colima with a name of its own', async () => {
    const programs = {
      ...withDocker({ info: { Name: 'colima-work' } }),
      colima: `[ "$1 $2 $3 $4 $5" = "ssh --profile work -- sh" ] && { ${print('br_netfilter kept')}; ${print('xt_socket kept')}; }`,
    };
    expect(await row(programs)).toEqual(['ok  kernel modules  all there, and after a restart']);
  });

  test.each([
    ['Docker Desktop does not say', withDocker({ info: { OperatingSystem: 'Docker Desktop' } })],
    ['Colima is not on PATH', withDocker({ info: { Name: 'colima' } })],
    ['there is no folder of modules', inColima()],
  ])('are unknown where %s', async (_, programs) => {
    expect(await row(programs)).toEqual(["unknown  kernel modules  only Docker's machine can say whether it has br_netfilter, xt_socket"]);
  });

  test('of this machine are looked for here, where Docker runs on it', async () => {
    const programs = {
      ...withDocker({ info: { KernelVersion: release() } }),
      sh: `${print('br_netfilter kept')}\n${print('xt_socket kept')}`,
    };
    expect(await row(programs, { ...cluster, provider: 'engine' })).toEqual(['ok  kernel modules  all there, and after a restart']);
  });
});

describe('where a cluster is reached', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ichor-doctor-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const kubeconfig = join(folder, 'kubeconfig');
  const reach = { kubeconfig, talosconfig: join(folder, 'talosconfig'), hosts: ['127.0.0.1', '10.5.0.2'] };
  const talking = (server: string, ready: string, contexts = '') =>
    `case "$*" in version*) ${kubectl('1.36.3')} ;; *get-contexts*) printf '%s' '${contexts}' ;; *view*) echo ${server} ;; *readyz*) ${ready} ;; esac`;
  const rows = async (program: string) =>
    (await lines({ programs: { ...tools, docker: docker(), kubectl: program }, cluster: { ...demo, reach } })).filter((line) =>
      /config|admin@/.test(line),
    );

  test('nothing is there yet', async () => {
    expect(await rows(kubectl('1.36.3'))).toEqual([
      `note  kubeconfig  ${kubeconfig} is not there yet: ichor apply create fetches it`,
      `note  talosconfig  ${reach.talosconfig} is not there yet: ichor apply create makes it`,
    ]);
  });

  test.each([
    ['it answers', talking('https://127.0.0.1:41234', 'echo ok'), 'ok  kubeconfig  https://127.0.0.1:41234 answers'],
    [
      'it does not answer',
      talking('https://127.0.0.1:41234', 'echo "connection refused" >&2; exit 1'),
      'note  kubeconfig  https://127.0.0.1:41234 does not answer: connection refused',
    ],
    [
      'it is another',
      talking('https://10.0.0.9:6443', 'echo ok'),
      `missing  kubeconfig  ${kubeconfig} leads to https://10.0.0.9:6443, and the API server of demo is at 127.0.0.1 or 10.5.0.2; delete the file, and fetch the one of demo`,
    ],
    ['nobody says where', talking("''", 'echo ok'), `unknown  kubeconfig  ${kubeconfig} doesn't say where the API server is`],
  ])('%s', async (_, program, line) => {
    writeFileSync(kubeconfig, 'a kubeconfig');
    writeFileSync(reach.talosconfig, 'a talosconfig');
    expect(await rows(program)).toEqual([line, 'ok  talosconfig  there']);
  });

  test('a context of its name that somebody has is told', async () => {
    writeFileSync(kubeconfig, 'a kubeconfig');
    expect(await rows(talking('https://127.0.0.1:41234', 'echo ok', 'admin@demo'))).toContain(
      "note  context  your own kubeconfig has 'admin@demo' too, of this or an earlier cluster; it is not used here",
    );
  });
});

describe('registries', () => {
  test('that answer, and that do not', async () => {
    // GIVEN
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    // WHEN
    const found = await lines({
      cluster: {
        ...demo,
        registries: [
          { host: '127.0.0.1', port },
          { host: '127.0.0.2', port },
        ],
      },
    });
    await new Promise((resolve) => server.close(resolve));
    // THEN
    expect(found.slice(-3)).toEqual([
      `ok  registry 127.0.0.1  answers at port ${port}`,
      `note  registry 127.0.0.2  does not answer from here at port ${port}: nodes need it, or a mirror of it`,
      'nothing is missing',
    ]);
  });
});

describe('what a plan needs', () => {
  const rows = async (programs: Readonly<Record<string, string>>, plan: Parameters<typeof examineFor>[1]) =>
    (await examineFor({ node: '20.0.0', talosctl: '1.13.0', cluster: demo }, plan, { env: standIns(programs), platform: 'linux' })).map(
      ({ id, state }) => `${id} ${state}`,
    );

  test('are its own programs', async () => {
    expect(await rows({ kubectl: kubectl('1.34.0') }, { programs: ['kubectl'], makes: false })).toEqual(['node ok', 'kubectl old']);
  });

  test('are all of them, and its place, where it makes the cluster', async () => {
    const found = await rows(without('helm'), { programs: ['kubectl'], makes: true });
    expect(found).toEqual(expect.arrayContaining(['talosctl ok', 'kubectl ok', 'helm missing', 'docker.memory ok', 'docker.network ok']));
  });
});

describe('the place of a cluster in Docker', () => {
  const container = { Names: 'demo-controlplane-1', State: 'running', Ports: '127.0.0.1:8080-8081->30080-30081/tcp, 50000/tcp' };

  test('its own network is used again, and its own container is in the way', async () => {
    const found = await lines({
      programs: withDocker({ networks: [{ name: 'demo', subnets: ['10.5.0.0/24'], cluster: 'demo' }], containers: [container] }),
    });
    expect(found.slice(-3)).toEqual([
      "note  network 10.5.0.0/24  'demo' is there already, and is used again",
      "note  container  'demo-controlplane-1' of this cluster is there already (running); talosctl makes no second one",
      'nothing is missing',
    ]);
  });

  test('its own network with other addresses', async () => {
    expect(await lines({ programs: withDocker({ networks: [{ name: 'demo', subnets: ['10.7.0.0/24'], cluster: 'demo' }] }) })).toContain(
      "missing  network 10.5.0.0/24  'demo' is there already with 10.7.0.0/24, and talosctl refuses to change that; write '10.7.0.0/24' in platform.subnet",
    );
  });

  test('the network of another', async () => {
    const networks = [
      { name: 'talos-default', subnets: ['10.5.0.0/16'], cluster: 'talos-default' },
      { name: 'more', subnets: ['10.6.0.0/24', 'fd00::/64'] },
    ];
    expect(await lines({ programs: withDocker({ networks }) })).toContain(
      "missing  network 10.5.0.0/24  Docker's network 'talos-default' has 10.5.0.0/16, and addresses can't be in two; write '10.7.0.0/24' in platform.subnet",
    );
  });

  test("ports are free, the cluster's own, or taken", async () => {
    // GIVEN
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const ports = [
      { port: 8081, protocol: 'TCP' },
      { port, protocol: 'TCP' },
      { port, protocol: 'UDP' },
    ] as const;
    // WHEN
    const onLinux = await lines({ programs: withDocker({ containers: [container] }), cluster: { ...demo, ports } });
    const onMac = await lines({ cluster: { ...demo, ports: ports.slice(1) }, platform: 'darwin' });
    await new Promise((resolve) => server.close(resolve));
    // THEN
    expect(onLinux.slice(-4)).toEqual([
      "ok  port 8081/tcp  this cluster's own already",
      `missing  port ${port}/tcp  taken on 127.0.0.1; sudo ss -tlnp 'sport = :${port}' shows who; or write another in expose`,
      `ok  port ${port}/udp  free on 127.0.0.1`,
      '1 missing',
    ]);
    expect(onMac).toContain(
      `missing  port ${port}/tcp  taken on 127.0.0.1; sudo lsof -nP -iTCP:${port} shows who; or write another in expose`,
    );
  });

  test('an address that is not of this machine', async () => {
    const cluster = { ...demo, hostIp: '192.0.2.1', ports: [{ port: 8080, protocol: 'TCP' }] } as const;
    expect(await lines({ cluster })).toContain(
      'missing  port 8080/tcp  192.0.2.1 is no address of this machine; write one that is in platform.hostIp',
    );
  });
});

describe('a cluster on machines of its own', () => {
  const metal: MetalNeeds = {
    platform: 'metal',
    name: 'demo',
    talosctl: '1.14.0',
    nodes: [],
    cilium: true,
    kubernetes: '1.36.3',
    registries: [],
  };
  const programs = { ...tools, talosctl: talosctl('1.14.1'), curl: curl('8.5.0') };

  test('needs no Docker, but curl', async () => {
    expect(await lines({ programs, cluster: metal })).toEqual([
      `ok  node  ${process.versions.node}`,
      'ok  talosctl  1.14.1',
      'ok  kubectl  1.36.3',
      'ok  helm  4.1.4',
      'ok  curl  8.5.0',
      'nothing is missing',
    ]);
    expect(await lines({ programs: { ...programs, curl: 'exit 127' }, cluster: { ...metal, cilium: false }, platform: 'darwin' })).toEqual([
      `ok  node  ${process.versions.node}`,
      'ok  talosctl  1.14.1',
      'ok  kubectl  1.36.3',
      'missing  curl  says no version; brew install curl',
      '1 missing',
    ]);
  });

  test('needs a talosctl as new as its Talos', async () => {
    expect(await lines({ programs: { ...programs, talosctl: talosctl('1.13.9') }, cluster: metal })).toContain(
      "old  talosctl  1.13.9, and the cluster's Talos needs 1.14.0 or newer; curl -sL https://talos.dev/install | sh",
    );
  });

  test('says which of its machines answer, and calls none missing', async () => {
    // GIVEN
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const nodes = [
      { name: 'pi-1', address: '127.0.0.1' },
      { name: 'pi-2', address: '127.0.0.2' },
    ];
    // WHEN
    const found = await lines({ programs, cluster: { ...metal, nodes, port } });
    await new Promise((resolve) => server.close(resolve));
    // THEN
    expect(found.slice(-3)).toEqual([
      `ok  machine pi-1  127.0.0.1 answers at port ${port}`,
      `note  machine pi-2  127.0.0.2 does not answer at port ${port}: it is off, not reachable from here, or has no config and another address`,
      'nothing is missing',
    ]);
  });
});

describe('the verdict', () => {
  const row = { id: 'x', subject: 'x', found: '' };

  test('is spoilt by what is missing or old only', () => {
    expect(
      isReady([
        { ...row, state: 'ok' },
        { ...row, state: 'note' },
        { ...row, state: 'unknown' },
      ]),
    ).toBe(true);
    expect(
      isReady([
        { ...row, state: 'ok' },
        { ...row, state: 'old' },
      ]),
    ).toBe(false);
    expect(isReady([{ ...row, state: 'missing' }])).toBe(false);
  });
});
