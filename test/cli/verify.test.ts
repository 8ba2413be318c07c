import { execFile } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  agentObject,
  hubbleEvent,
  hubblePod,
  list,
  type PlayedCluster,
  playedCluster,
  podObject,
  type Said,
} from '../support/played-cluster';
import { demo, type Ended, ichor, node, repository } from './support/ichor';
import { contradictions } from './support/schema';

const ready: Record<string, Said> = {
  'kubectl get namespace kube-system *': 'uid-1',
  'kubectl config view *': 'https://127.0.0.1:41234',
  'kubectl get nodes *': 'demo-controlplane-1',
  'kubectl get pods --all-namespaces *': list(agentObject(), podObject('demo', 'web-0')),
  'kubectl get ciliumendpoints.cilium.io *': list(),
  'kubectl get --raw *': JSON.stringify({
    pods: [{ podRef: { namespace: 'kube-system', name: 'cilium-node-1' }, memory: { workingSetBytes: 2 ** 28 } }],
  }),
  'kubectl * hubble observe *': hubbleEvent({
    source: { labels: ['reserved:world'] },
    destination: hubblePod('redis'),
    IP: { source: '203.0.113.9', destination: '10.244.0.9' },
    l4: { TCP: { destination_port: 6379 } },
  }),
};

/** A machine with a definition, and a cluster that answers so. */
function machine(
  answers: Record<string, Said> = ready,
  programs?: readonly string[],
): PlayedCluster & { run(args: string): Promise<Ended>; folder: string } {
  const there = playedCluster(answers, programs);
  const folder = dirname(dirname(there.surroundings.places.state));
  symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'), 'dir');
  for (const [path, text] of Object.entries(demo())) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return { ...there, folder, run: (args) => ichor(folder, args, there.surroundings.env) };
}

test('says what is wrong, what is unknown, and what to do', async () => {
  const { code, stdout, stderr } = await machine().run('verify');
  expect([code, stderr]).toEqual([1, '']);
  expect(stdout).toMatch(/^ok {7}The cluster\n/);
  expect(stdout).toMatch(
    /\nwrong {4}Pods that Cilium manages\n {9}demo\/web-0 is not managed by Cilium, and no policy holds for it: kubectl --namespace demo delete pod web-0 /,
  );
  expect(stdout).toMatch(/\nok {7}Memory that Cilium uses\n {9}note: node-1: Cilium uses 256 MiB /);
  expect(stdout).toMatch(/\n\d+ wrong, \d+ unknown\n$/);
});

test('--output json is what its schema says', async () => {
  const { code, stdout, stderr } = await machine().run('verify --output json');
  const output = JSON.parse(stdout);
  expect([code, stderr]).toEqual([1, '']);
  expect(contradictions('verify.schema.json', output)).toEqual([]);
  expect(output).toMatchObject({ schema: 'ichor/verify/v1', cluster: 'demo', ok: false });
  expect(output.checks.map(({ check }: { check: string }) => check)).toEqual(
    expect.arrayContaining(['target', 'nodes', 'ways-in', 'managed', 'memory', 'hubble', 'flows']),
  );
  expect(output.checks.find(({ check }: { check: string }) => check === 'flows').flows.notAsDeclared).toEqual([]);
});

test('of a cluster that is not there it says so, and stops', async () => {
  const { run, calls } = machine({ 'kubectl *': { refuses: 'no such file' } });
  expect(await run('verify')).toEqual({
    code: 1,
    stdout: 'unknown  The cluster\n         unknown: the cluster does not say who it is: no such file\n1 unknown\n',
    stderr: '',
  });
  expect(calls()).toHaveLength(3);
});

test('--observe listens, and keeps what it heard', async () => {
  const { run } = machine();
  const { stdout, stderr } = await run('verify --observe 1s');
  expect(stderr).toMatch(
    /^listens to Hubble for 1 s; Ctrl-C ends it before, and what there is by then counts\nwhat it saw is in \S+\/\.ichor\/demo\/flows\.json\n$/,
  );
  expect(stdout).toMatch(/\n\S+ +Flows that were seen, and flows that are declared\n {9}note: 1 event from 2026-11-23T04:00:00Z to /);
});

test.each(['15d', '0s', '24', 'soon', '1.5h', '-1h'])('--observe=%s is no time', async (time) => {
  const { run, calls } = machine();
  expect(await run(`verify --observe=${time}`)).toEqual({
    code: 1,
    stdout: '',
    stderr: `--observe is '${time}': write a time up to 14 days, such as 90s, 30m or 24h\n`,
  });
  expect(calls()).toEqual([]);
});

test('who ends it while it listens gets what there is by then', async () => {
  const event = ready['kubectl * hubble observe *'] as string;
  const { folder, surroundings, calls } = machine({
    ...Object.fromEntries(Object.entries(ready).filter(([pattern]) => !pattern.includes('hubble'))),
    'kubectl * --follow': { script: `printf '%s\\n' '${event}'; exec sleep 60` },
  });
  const ended = await new Promise<Ended>((resolve) => {
    const args = [join(repository, 'ichor'), 'verify', '--observe', '1h'];
    const env = { PATH: process.env.PATH, ...surroundings.env };
    const child = execFile(process.execPath, args, { cwd: folder, env }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
    const waiting = setInterval(() => {
      if (!calls().some((call) => call.endsWith('--follow'))) return;
      clearInterval(waiting);
      setTimeout(() => child.kill('SIGINT'), 500);
    }, 50);
  });
  expect(ended.stdout).toMatch(/note: 1 event from /);
  expect(ended.code).toBe(1);
});

test('a definition with errors has nothing to be held against', async () => {
  const { folder, surroundings, calls } = machine();
  writeFileSync(join(folder, 'clusters/demo.ts'), (demo()['clusters/demo.ts'] as string).replace("talos: '1.13", "talos: 'x.13"));
  const { code, stderr } = await node(folder, [join(repository, 'ichor'), 'verify'], surroundings.env);
  expect(code).toBe(1);
  expect(stderr).toMatch(/\na definition with errors has no plans\n$/);
  expect(calls()).toEqual([]);
});
