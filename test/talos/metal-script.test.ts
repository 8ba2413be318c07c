import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { controlPlane, generic, raspberryPi5 } from 'ichor';
import { releases, talosFiles, textOf } from './support/metal';

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ichor-create-'));
  folders.push(folder);
  return folder;
}

/** What programs stand on `PATH` do beside writing down how they were called. */
type StandIns = Readonly<Record<string, string>>;

const answers = {
  /** Writes the files that it is asked to write, and says that etcd waits to be bootstrapped. */
  talosctl: [
    'for word; do',
    '  case "$previous" in --output-file) echo secret > "$word" ;; --output) [ -d "$word" ] && out=$word || echo node > "$word" ;; esac',
    '  previous=$word',
    'done',
    'case "$*" in',
    '  "gen config"*) for file in controlplane.yaml worker.yaml talosconfig; do echo config > "$out/$file"; done ;;',
    '  *"service etcd") printf "NODE     x\\nID       etcd\\nSTATE    Preparing\\nEVENTS   [Preparing]: Running pre state\\n" ;;',
    'esac',
  ].join('\n'),
  curl: `case "$*" in *raspberry*) echo '{"id":"a636242df247ad4aad2e36d1026d8d4727b716a3061749bd7b19651e548f65e4"}' ;; *) echo '{"id":"376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba"}' ;; esac`,
  kubectl: ':',
} satisfies StandIns;

/** The folder `talos/` of a cluster, written down, and a way to run its script there with stand-ins for what it calls. */
function checkout(files: ReadonlyMap<string, string> = talosFiles()) {
  const root = temporary();
  for (const [path, text] of files) {
    const file = join(root, 'talos', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { mode: path.endsWith('.sh') ? 0o755 : 0o644 });
  }
  const secret = join(root, 'secret');
  return {
    secret,
    patches: join(root, 'talos'),
    run(line: string, programs: StandIns = answers) {
      const bin = temporary();
      const log = join(bin, 'log');
      for (const [name, body] of Object.entries(programs)) {
        writeFileSync(join(bin, name), `#!/bin/sh\necho "${name} $*" >> ${log}\n${body}\n`);
        chmodSync(join(bin, name), 0o755);
      }
      // Away from any repository that the machine may have around its folder for temporary files.
      const env = { PATH: `${bin}:/usr/bin:/bin`, GIT_CEILING_DIRECTORIES: tmpdir() };
      const { status, stdout, stderr } = spawnSync(
        join(root, 'talos', 'create.sh'),
        line.split(' ').map((word) => word.replace('FOLDER', secret)),
        {
          env,
          encoding: 'utf8',
        },
      );
      const calls = existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n') : [];
      return { status, stdout, stderr, calls };
    },
  };
}

describe('images', () => {
  test('gives the factory each schematic once, and says what the machines boot from', () => {
    const { run, patches } = checkout();
    const { status, stdout, calls } = run('images');
    expect(status).toBe(0);
    expect(calls).toEqual(
      ['amd64', 'raspberry-pi-5'].map(
        (name) => `curl --fail --silent --show-error --data-binary @${patches}/schematic-${name}.yaml https://factory.talos.dev/schematics`,
      ),
    );
    expect(stdout).toBe(
      [
        'nuc-1, nuc-2 boot from a stick with: https://factory.talos.dev/image/376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba/v1.13.9/metal-amd64.iso',
        'pi-1, pi-2, pi-3 boot from an SD card with: https://factory.talos.dev/image/a636242df247ad4aad2e36d1026d8d4727b716a3061749bd7b19651e548f65e4/v1.13.9/metal-arm64.raw.xz',
        '',
      ].join('\n'),
    );
  });

  test('stops where the factory knows a schematic by another id', () => {
    const { status, stdout, stderr } = checkout().run('images', { curl: `echo '{"id":"0"}'` });
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: '',
      stderr:
        'the factory knows schematic-amd64.yaml by another id than 376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba: {"id":"0"}\n',
    });
  });

  test('stops where the factory does not answer', () => {
    expect(checkout().run('images', { curl: 'exit 22' })).toMatchObject({ status: 22, stdout: '' });
  });
});

describe('config', () => {
  test("makes secrets once, config of each role with its patch, and each node's own", () => {
    // GIVEN
    const { run, secret, patches } = checkout();
    // WHEN
    const { status, calls } = run('config FOLDER');
    // THEN
    expect(status).toBe(0);
    expect(calls.slice(0, 3)).toEqual([
      `talosctl gen secrets --talos-version v1.13 --output-file ${secret}/secrets.yaml`,
      [
        `talosctl gen config joelclaw-pi https://192.168.1.30:6443 --force --with-secrets ${secret}/secrets.yaml`,
        '--talos-version v1.13 --kubernetes-version 1.36.3 --with-docs=false --with-examples=false',
        `--config-patch-control-plane @${patches}/controlplane-patch.yaml --config-patch-worker @${patches}/worker-patch.yaml`,
        `--output-types controlplane,worker,talosconfig --output ${secret}`,
      ].join(' '),
      `talosctl --talosconfig ${secret}/talosconfig config endpoint 192.168.1.31 192.168.1.32 192.168.1.33`,
    ]);
    const nodes = [
      ...['pi-1', 'pi-2', 'pi-3'].map((name) => [name, 'controlplane']),
      ...['nuc-1', 'nuc-2'].map((name) => [name, 'worker']),
    ];
    expect(calls.slice(3)).toEqual(
      nodes.flatMap(([name, role]) => [
        `talosctl machineconfig patch ${secret}/${role}.yaml --patch @${patches}/nodes/${name}-patch.yaml --output ${secret}/nodes/${name}.yaml`,
        `talosctl validate --config ${secret}/nodes/${name}.yaml --mode metal`,
      ]),
    );
  });

  test('keeps secrets that are there, and lets nobody else read what it writes', () => {
    // GIVEN
    const { run, secret } = checkout();
    run('config FOLDER');
    writeFileSync(join(secret, 'secrets.yaml'), 'mine\n');
    // WHEN
    const { status, calls } = run('config FOLDER');
    // THEN
    expect(status).toBe(0);
    expect(calls.filter((call) => call.includes('gen secrets'))).toEqual([]);
    expect(readFileSync(join(secret, 'secrets.yaml'), 'utf8')).toBe('mine\n');
    const modes = ['', 'talosconfig', 'nodes', 'nodes/pi-1.yaml'].map((path) => statSync(join(secret, path)).mode & 0o077);
    expect(modes).toEqual([0, 0, 0, 0]);
  });

  test('stops at the first thing that Talos does not take', () => {
    const refusing = { ...answers, talosctl: `${answers.talosctl}\ncase "$*" in validate*pi-2*) exit 3 ;; esac` };
    const { status, calls } = checkout().run('config FOLDER', refusing);
    expect(status).toBe(3);
    expect(calls.at(-1)).toMatch(/^talosctl validate .*pi-2\.yaml/);
  });

  test('writes nothing that git would commit', () => {
    // GIVEN
    const { run, secret } = checkout();
    mkdirSync(secret);
    spawnSync('git', ['init', '--quiet', secret]);
    // WHEN
    const open = run('config FOLDER');
    writeFileSync(join(secret, '.gitignore'), '*\n');
    const ignored = run('config FOLDER');
    // THEN
    expect(open).toMatchObject({
      status: 1,
      calls: [],
      stderr: `git would commit ${secret}/secrets.yaml: name a folder outside of the repository\n`,
    });
    expect(ignored.status).toBe(0);
  });

  test('asks for the secrets of a cluster that is older than its Talos', () => {
    const { run, secret } = checkout(talosFiles({ versions: { ...releases['1.14'], talosContract: '1.13' } }));
    const without = run('config FOLDER');
    writeFileSync(join(secret, 'secrets.yaml'), 'mine\n');
    const having = run('config FOLDER');
    expect(without).toMatchObject({ status: 1, calls: [] });
    expect(without.stderr).toMatch(/^bring .*secrets\.yaml: talosctl gen secrets --from-controlplane-config makes it/);
    expect(having.calls[0]).toContain('--talos-version v1.13 ');
  });

  test('of a cluster without workers has none of theirs', () => {
    const nodes = [controlPlane('only', { address: '192.168.1.31', machine: raspberryPi5() })];
    const { calls } = checkout(talosFiles({ expose: [] }, { nodes })).run('config FOLDER');
    expect(calls.join('\n')).not.toContain('worker');
    expect(calls.join('\n')).toContain('--output-types controlplane,talosconfig');
  });
});

describe('apply', () => {
  test('gives a node its config at the address of the definition, or the one that it has', () => {
    const { run, secret } = checkout();
    run('config FOLDER');
    const [known, said] = [run('apply FOLDER pi-2'), run('apply FOLDER nuc-1 192.168.1.117')];
    expect(known.calls).toEqual([`talosctl apply-config --insecure --nodes 192.168.1.32 --file ${secret}/nodes/pi-2.yaml`]);
    expect(said.calls).toEqual([`talosctl apply-config --insecure --nodes 192.168.1.117 --file ${secret}/nodes/nuc-1.yaml`]);
    expect(said.stdout).toContain('nuc-1 takes its config, installs Talos where it is not installed yet, and answers at 192.168.1.41');
  });

  test('refuses a node that is not in the definition, and one without config', () => {
    const { run, secret } = checkout();
    expect(run('apply FOLDER pi-1')).toMatchObject({ status: 1, stderr: `there is no folder '${secret}': ./create.sh config makes it\n` });
    expect(existsSync(secret)).toBe(false);
    mkdirSync(secret);
    expect(run('apply FOLDER pi-9')).toMatchObject({ status: 1, calls: [], stderr: "joelclaw-pi has no node 'pi-9'\n" });
    expect(run('apply FOLDER pi-1')).toMatchObject({
      status: 1,
      calls: [],
      stderr: `${secret}/nodes/pi-1.yaml is missing: run ./create.sh config ${secret} first\n`,
    });
  });
});

describe('bootstrap', () => {
  const ask = (secret: string, address: string) => `talosctl --talosconfig ${secret}/talosconfig --endpoints ${address} --nodes ${address}`;

  test('asks all control planes first, starts etcd on one through its own address, and fetches the kubeconfig', () => {
    const { run, secret, patches } = checkout();
    mkdirSync(secret);
    const { status, calls, stdout } = run('bootstrap FOLDER');
    expect(status).toBe(0);
    expect(calls).toEqual([
      ...[31, 32, 33].map((last) => `${ask(secret, `192.168.1.${last}`)} service etcd`),
      `${ask(secret, '192.168.1.31')} bootstrap`,
      `${ask(secret, '192.168.1.31')} kubeconfig ${secret}/kubeconfig --merge=false --force`,
      `kubectl --kubeconfig ${secret}/kubeconfig get --raw /readyz`,
    ]);
    expect(stdout).toContain(`next: KUBECONFIG=${secret}/kubeconfig ${dirname(patches)}/apply.sh admin@joelclaw-pi\n`);
  });

  test.each([
    ['etcd runs on 192.168.1.32: the cluster is bootstrapped', 'printf "STATE    Running\\nHEALTH   OK\\n"'],
    ['192.168.1.32 does not say how etcd is: nothing was started', ':'],
    ['192.168.1.32 does not answer with the config of', 'exit 1'],
  ])('starts no second etcd: %s', (why, answer) => {
    const talosctl = `case "$*" in *192.168.1.32*) ${answer} ;; *) printf "STATE    Preparing\\n" ;; esac`;
    const { run, secret } = checkout();
    mkdirSync(secret);
    const { status, stderr, calls } = run('bootstrap FOLDER', { ...answers, talosctl });
    expect(status).toBe(1);
    expect(stderr).toContain(why);
    expect(calls.filter((call) => call.endsWith(' bootstrap'))).toEqual([]);
  });
});

describe('kubeconfig', () => {
  test('waits for the API server, though not for ever', () => {
    const { run, secret } = checkout();
    mkdirSync(secret);
    const twice = `[ -e ${secret}/asked ] || { touch ${secret}/asked; exit 1; }`;
    const late = run('kubeconfig FOLDER', { ...answers, kubectl: twice, sleep: ':' });
    const never = run('kubeconfig FOLDER', { ...answers, kubectl: 'exit 1', sleep: ':' });
    expect([late.status, late.calls.filter((call) => call === 'sleep 5')]).toEqual([0, ['sleep 5']]);
    expect(late.stdout).toContain('waiting for https://192.168.1.30:6443');
    expect(never).toMatchObject({
      status: 1,
      stderr: `it does not answer after 10 minutes: talosctl --talosconfig ${secret}/talosconfig --nodes 192.168.1.31 dmesg says why\n`,
    });
  });
});

describe('the script', () => {
  test('says what it does where it is asked, and changes nothing', () => {
    const { run, patches } = checkout();
    const before = readdirSync(dirname(patches));
    for (const line of ['--help', '-h', 'help']) {
      const { status, stdout, calls } = run(line);
      expect({ status, calls }).toEqual({ status: 0, calls: [] });
      expect(stdout).toMatch(/^Makes joelclaw-pi of its machines: Talos 1\.13\.9 with Kubernetes 1\.36\.3\. In this order:\n/);
      expect(stdout).toContain('On a Raspberry Pi 5 "talosctl upgrade" fails');
      expect(stdout).not.toMatch(/^#|set -eu/m);
    }
    expect(readdirSync(dirname(patches))).toEqual(before);
  });

  test.each(['', 'destroy', 'config', 'config FOLDER more', 'apply FOLDER', 'images FOLDER'])("does nothing for '%s'", (line) => {
    const { status, stderr, calls } = checkout().run(line);
    expect({ status, calls }).toEqual({ status: 1, calls: [] });
    expect(stderr).toMatch(/^usage: \.\/create\.sh images \| config FOLDER \|/);
  });

  test('says which program is missing before it does anything', () => {
    const { run, secret } = checkout();
    for (const line of ['config FOLDER', 'apply FOLDER pi-1', 'bootstrap FOLDER', 'kubeconfig FOLDER'])
      expect(run(line, {})).toMatchObject({ status: 1, stderr: 'talosctl is not on PATH\n' });
    expect(existsSync(secret)).toBe(false);
  });

  test('says how Talos is upgraded where it can be', () => {
    const machine = generic({ architecture: 'amd64', interface: 'enp1s0', disk: '/dev/sda' });
    const nodes = (board: typeof machine | ReturnType<typeof raspberryPi5>) => ({
      nodes: [controlPlane('a', { address: '192.168.1.31', machine: board })],
    });
    const upgrade = 'upgrade --image INSTALLER';
    expect(textOf(talosFiles({ expose: [] }, nodes(machine)), 'create.sh')).toContain(upgrade);
    expect(textOf(talosFiles({ expose: [] }, nodes(machine)), 'create.sh')).not.toContain('Raspberry');
    expect(textOf(talosFiles({ expose: [] }, nodes(raspberryPi5())), 'create.sh')).not.toContain(upgrade);
  });
});
