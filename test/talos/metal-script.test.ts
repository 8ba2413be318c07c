import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { controlPlane, generic, raspberryPi5 } from 'ichor';
import { checkout as checkedOut, type StandIns } from './support/checkout';
import { releases, talosFiles, textOf } from './support/metal';

const answers = {
  /** Writes the files that it is asked to write, and says that etcd waits to be bootstrapped, and that there is nothing of it yet. */
  talosctl: [
    'for word; do',
    '  case "$previous" in --output-file | --output) echo "secret of $*" >"$word" ;; esac',
    '  previous=$word',
    'done',
    'case "$*" in',
    '  *"service etcd") printf "NODE     x\\nID       etcd\\nSTATE    Preparing\\nEVENTS   [Preparing]: Running pre state\\n" ;;',
    '  *"list /var/lib/etcd/member") echo "lstat /var/lib/etcd/member: no such file or directory" >&2; exit 1 ;;',
    'esac',
  ].join('\n'),
  curl: `case "$*" in *raspberry*) echo '{"id":"a636242df247ad4aad2e36d1026d8d4727b716a3061749bd7b19651e548f65e4"}' ;; *) echo '{"id":"376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba"}' ;; esac`,
  kubectl: ':',
} satisfies StandIns;

/** The folder `talos/` of a cluster, and a way to run the script that makes it. */
function checkout(files: ReadonlyMap<string, string> = talosFiles()) {
  const { secret, patches, run } = checkedOut(files);
  return { secret, patches, run: (line: string, programs: StandIns = answers) => run('create.sh', line, programs) };
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
  const genConfig = (secret: string) =>
    `talosctl gen config joelclaw-pi https://192.168.1.30:6443 --force --with-secrets ${secret}/secrets.yaml`;

  test('makes secrets once and a talosconfig, and has Talos look at the whole config of each node', () => {
    // GIVEN
    const { run, secret, patches } = checkout();
    // WHEN
    const { status, calls } = run('config FOLDER');
    // THEN
    expect(status).toBe(0);
    expect(calls.slice(0, 3)).toEqual([
      `talosctl gen secrets --talos-version v1.13 --output-file ${secret}/secrets.yaml`,
      `${genConfig(secret)} --talos-version v1.13 --output-types talosconfig --output ${secret}/talosconfig`,
      `talosctl --talosconfig ${secret}/talosconfig config endpoint 192.168.1.31 192.168.1.32 192.168.1.33`,
    ]);
    const nodes = [
      ...['pi-1', 'pi-2', 'pi-3'].map((name) => [name, 'controlplane', 'control-plane']),
      ...['nuc-1', 'nuc-2'].map((name) => [name, 'worker', 'worker']),
    ];
    expect(calls.slice(3)).toEqual(
      nodes.flatMap(([name, role, flag]) => [
        [
          `${genConfig(secret)} --talos-version v1.13 --kubernetes-version 1.36.3 --with-docs=false --with-examples=false`,
          `--config-patch-${flag} @${patches}/${role}-patch.yaml --output-types ${role} --output ${secret}/MADE/${role}.yaml`,
        ].join(' '),
        `talosctl machineconfig patch ${secret}/MADE/${role}.yaml --patch @${patches}/nodes/${name}-patch.yaml --output ${secret}/MADE/${name}.yaml`,
        `talosctl validate --config ${secret}/MADE/${name}.yaml --mode metal`,
      ]),
    );
  });

  test('keeps secrets that are there, lets nobody else read what it writes, and leaves no config behind', () => {
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
    const modes = ['', 'talosconfig'].map((path) => statSync(join(secret, path)).mode & 0o077);
    expect(modes).toEqual([0, 0]);
    expect(readdirSync(secret).sort()).toEqual(['secrets.yaml', 'talosconfig']);
  });

  test('stops at the first thing that Talos does not take, says what, and leaves no config behind', () => {
    const refusing = { ...answers, talosctl: `${answers.talosctl}\ncase "$*" in validate*pi-2*) echo "no such disk" >&2; exit 3 ;; esac` };
    const { run, secret } = checkout();
    const { status, calls, stderr } = run('config FOLDER', refusing);
    expect({ status, stderr }).toEqual({ status: 1, stderr: 'no such disk\n' });
    expect(calls.at(-1)).toMatch(/^talosctl validate .*pi-2\.yaml/);
    expect(readdirSync(secret).sort()).toEqual(['secrets.yaml', 'talosconfig']);
  });

  test('nobody else reads a config while it is there', () => {
    const watching = {
      ...answers,
      talosctl: `${answers.talosctl}\ncase "$*" in validate*) stat -c %a "$3" "\${3%/*}" >>"$ROOT/modes" ;; esac`,
    };
    const { run, patches } = checkout();
    run('config FOLDER', watching);
    expect(
      new Set(
        readFileSync(join(dirname(patches), 'modes'), 'utf8')
          .trimEnd()
          .split('\n'),
      ),
    ).toEqual(new Set(['600', '700']));
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
    expect(calls.join('\n')).toContain('--output-types controlplane ');
  });
});

describe('apply', () => {
  test('gives a node its config at the address of the definition, or the one that it has', () => {
    const { run, secret } = checkout();
    run('config FOLDER');
    const [known, said] = [run('apply FOLDER pi-2'), run('apply FOLDER nuc-1 192.168.1.117')];
    expect(known.calls.at(-1)).toBe(`talosctl apply-config --insecure --nodes 192.168.1.32 --file ${secret}/MADE/pi-2.yaml`);
    expect(said.calls.at(-1)).toBe(`talosctl apply-config --insecure --nodes 192.168.1.117 --file ${secret}/MADE/nuc-1.yaml`);
    expect(readdirSync(secret).sort()).toEqual(['secrets.yaml', 'talosconfig']);
    expect(said.stdout).toContain('nuc-1 takes its config, installs Talos where it is not installed yet, and answers at 192.168.1.41');
  });

  test('refuses a node that is not in the definition, and one of a cluster without secrets', () => {
    const { run, secret } = checkout();
    expect(run('apply FOLDER pi-1')).toMatchObject({ status: 1, stderr: `there is no folder '${secret}': ./create.sh config makes it\n` });
    expect(existsSync(secret)).toBe(false);
    mkdirSync(secret);
    expect(run('apply FOLDER pi-9')).toMatchObject({ status: 1, calls: [], stderr: "joelclaw-pi has no node 'pi-9'\n" });
    expect(run('apply FOLDER pi-1')).toMatchObject({
      status: 1,
      calls: [],
      stderr: `${secret}/secrets.yaml is missing: bring the one of the cluster; for a new one run ./create.sh config FOLDER first\n`,
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
      ...[31, 32, 33].flatMap((last) =>
        ['service etcd', 'list /var/lib/etcd/member'].map((words) => `${ask(secret, `192.168.1.${last}`)} ${words}`),
      ),
      `${ask(secret, '192.168.1.31')} bootstrap`,
      `${ask(secret, '192.168.1.31')} kubeconfig ${secret}/kubeconfig --merge=false --force`,
      `kubectl --kubeconfig ${secret}/kubeconfig get --raw /readyz`,
    ]);
    expect(stdout).toContain(`next: KUBECONFIG=${secret}/kubeconfig ${dirname(patches)}/apply.sh admin@joelclaw-pi\n`);
  });

  const states = (...lines: string[]) => `printf "STATE    ${lines.join('\\n')}\\n"`;

  test.each([
    ['etcd runs on 192.168.1.32: the cluster is bootstrapped', `*"service etcd") ${states('Running', 'HEALTH   OK')}`],
    ['192.168.1.32 does not say how etcd is: nothing was started', '*"service etcd") :'],
    ['192.168.1.32 does not answer with the config of', '*) exit 1'],
    ['etcd on 192.168.1.32 is Failed: nothing was started', `*"service etcd") ${states('Failed')}`],
    ['etcd on 192.168.1.32 is Waiting, and was not ready for a bootstrap within 5 minutes', `*"service etcd") ${states('Waiting')}`],
    ['192.168.1.32 has data of etcd in /var/lib/etcd, so it is or was a member: nothing was started', '*list*) echo snap'],
    ['192.168.1.32 does not say whether it has data of etcd: nothing was started; denied', '*list*) echo denied >&2; exit 1'],
  ])('starts no second etcd: %s', (why, answer) => {
    const talosctl = `case "$*" in *192.168.1.32*) case "$*" in ${answer}; exit ;; esac ;; esac\n${answers.talosctl}`;
    const { run, secret } = checkout();
    mkdirSync(secret);
    const { status, stderr, calls } = run('bootstrap FOLDER', { ...answers, talosctl, sleep: ':' });
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
