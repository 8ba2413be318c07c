import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import joelclaw from '../../clusters/joelclaw';
import { runPlan } from '../../lib/run';
import type { Plan } from '../../plans';
import { synthesize } from '../../synthesize';

const configure = synthesize(joelclaw, 'clusters/joelclaw.ts').plans.find(({ name }) => name === 'configure') as Plan;
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** What Docker says of a container that is as the definition has it. */
const container = {
  status: 'running',
  image: 'ghcr.io/siderolabs/talos:v1.13.9',
  memory: String(6 * 2 ** 30),
  cpus: '4000000000',
  subnet: '10.5.0.0/24',
  '30379/tcp': '127.0.0.1:6379',
};

function cluster(changes: Partial<typeof container> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'ichor-configure-'));
  folders.push(folder);
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
    chmodSync(join(folder, path), 0o755);
  };
  const has = { ...container, ...changes };
  const ports: Readonly<Record<string, string>> = {
    '30333/tcp': '127.0.0.1:6333',
    '30334/tcp': '127.0.0.1:6334',
    '30288/tcp': '127.0.0.1:8288',
    '30289/tcp': '127.0.0.1:8289',
    '30379/tcp': has['30379/tcp'],
  };
  write(
    'bin/docker',
    `#!/bin/sh
case "$*" in
  *State.Status*) echo ${has.status} ;;
  *Config.Image*) echo ${has.image} ;;
  *HostConfig.Memory*) echo ${has.memory} ;;
  *HostConfig.NanoCpus*) echo ${has.cpus} ;;
  "network inspect"*) echo ${has.subnet} ;;
${Object.entries(ports)
  .map(([inside, outside]) => `  "port joelclaw-controlplane-1 ${inside}") echo ${outside} ;;`)
  .join('\n')}
  *) exit 1 ;;
esac
`,
  );
  write(
    'bin/kubectl',
    '#!/bin/sh\ncase "$*" in *"config view"*) echo https://127.0.0.1:41234 ;; *kube-system*) echo uid-1 ;; *"get nodes"*) echo joelclaw-controlplane-1 ;; esac\n',
  );
  write(
    'dist/joelclaw/talos/configure.sh',
    'echo "$1" >>"$WORLD/calls"\ncase "$1" in same) [ -e "$WORLD/has" ] ;; change) : >"$WORLD/has" ;; esac\n',
  );
  const state = join(folder, '.ichor/joelclaw');
  const nothing = () => undefined;
  return {
    calls: () => (existsSync(join(folder, 'calls')) ? readFileSync(join(folder, 'calls'), 'utf8').trimEnd().split('\n') : []),
    run: () =>
      runPlan(configure, {
        places: {
          state,
          output: join(folder, 'dist/joelclaw'),
          kubeconfig: join(state, 'kubeconfig'),
          talosconfig: join(state, 'talosconfig'),
        },
        env: { PATH: `${join(folder, 'bin')}:/usr/bin:/bin`, WORLD: folder, GIT_CEILING_DIRECTORIES: tmpdir() },
        pause: 1,
        confirm: async () => true,
        witness: { begins: nothing, runs: nothing, prints: nothing, byHand: nothing, waits: nothing, notes: nothing, ends: nothing },
      }),
  };
}

test('a container that is as the definition has it gets the config, once', async () => {
  const there = cluster();
  expect(await there.run()).toEqual({ how: 'done', changed: 1 });
  expect(there.calls()).toEqual(['same', 'show', 'change', 'same']);
  expect(await there.run()).toEqual({ how: 'done', changed: 0 });
});

const anew = 'it takes a new one, by talosctl cluster destroy --name joelclaw, which deletes its data, and ichor apply create';

describe('what belongs to the container is refused with the value, before anything is changed', () => {
  test.each<[string, Partial<typeof container>, string]>([
    [
      'a container that does not run',
      { status: 'exited' },
      'joelclaw-controlplane-1 does not run: docker start joelclaw-controlplane-1, or ichor apply create',
    ],
    [
      'another image',
      { image: 'ghcr.io/siderolabs/talos:v1.12.4' },
      `joelclaw-controlplane-1 is there with another image than ghcr.io/siderolabs/talos:v1.13.9, which belongs to the container: ${anew}`,
    ],
    [
      'other memory',
      { memory: '4294967296' },
      `joelclaw-controlplane-1 is there with other memory than 6GiB, which belongs to the container: ${anew}`,
    ],
    [
      'another number of CPUs',
      { cpus: '2000000000' },
      `joelclaw-controlplane-1 is there with another number of CPUs than 4, which belongs to the container: ${anew}`,
    ],
    ['another subnet', { subnet: '10.6.0.0/24' }, `the network joelclaw has another subnet than 10.5.0.0/24, which belongs to it: ${anew}`],
    [
      'another port',
      { '30379/tcp': '127.0.0.1:6380' },
      `port 6379 of 127.0.0.1 does not lead to 30379/tcp of joelclaw-controlplane-1, and ports belong to the container: ${anew}`,
    ],
  ])('%s', async (_, changes, why) => {
    const there = cluster(changes);
    expect(await there.run()).toEqual({ how: 'stopped', step: 'container', why });
    expect(there.calls()).toEqual([]);
  });
});
