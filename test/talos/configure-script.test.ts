import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from './support/checkout';

/** Plays a node that has a config, and is given others. */
const talosctl = `
after() { found=; for word; do if [ -n "$found" ]; then echo "$word"; return; fi; [ "$word" != "$flag" ] || found=yes; done; }
flag=--file; file=$(after "$@")
case "$*" in
  "gen config"*) flag=--output; cp "$ROOT/wanted" "$(after "$@")" ;;
  "machineconfig patch"*) flag=--output; cp "$3" "$(after "$@")" ;;
  validate*) ;;
  *" get hostname "*) cat "$ROOT/hostname" ;;
  *" service etcd") cat "$ROOT/etcd" ;;
  *" read /proc/sys/kernel/random/boot_id") if [ -e "$ROOT/away" ]; then rm "$ROOT/away"; exit 1; fi; cat "$ROOT/started" ;;
  *" version --short") [ ! -e "$ROOT/mute" ] ;;
  *" --dry-run")
    { echo "Dry run summary:"; echo "Applied configuration $(cat "$ROOT/mode") (skipped in dry-run)."; echo "Config diff:"; echo
      if cmp -s "$file" "$ROOT/live"; then echo "No changes."; else diff -u "$ROOT/live" "$file" || :; fi; } >&2 ;;
  *" --mode try "*) cp "$file" "$ROOT/live"; echo "Applied configuration without a reboot" >&2 ;;
  *" --mode no-reboot") cp "$file" "$ROOT/live"; cp "$file" "$ROOT/kept"; echo "Applied configuration without a reboot" >&2 ;;
  *" --mode auto") cp "$file" "$ROOT/live"; cp "$file" "$ROOT/kept"; : >"$ROOT/away"; echo second >"$ROOT/started"; echo "Applied configuration with a reboot" >&2 ;;
  *) echo "nobody expected this: $*" >&2; exit 1 ;;
esac`;

const before = 'machine:\n  token: abcdef.0123456789abcdef\n  sysctls: {}\n';
const after = before.replace('{}', '\n    vm.swappiness: "10"');

interface Node {
  readonly wanted?: string;
  readonly mode?: string;
  readonly hostname?: string;
  readonly etcd?: string;
}

/** A node `pi-1` whose config is `before`. */
function node({ wanted = after, mode = 'without a reboot', hostname = 'pi-1', etcd = 'STATE    Running\nHEALTH   OK\n' }: Node = {}) {
  const { root, secret, run } = checkout();
  mkdirSync(secret);
  const write = (name: string, text: string) => writeFileSync(join(root, name), text);
  for (const [name, text] of Object.entries({ wanted, mode, hostname, etcd, live: before, kept: before, started: 'first\n' }))
    write(name, text);
  writeFileSync(join(secret, 'secrets.yaml'), 'secret');
  writeFileSync(join(secret, 'talosconfig'), 'secret');
  const read = (name: string) => readFileSync(join(root, name), 'utf8');
  const programs = { talosctl, sleep: ':' };
  return {
    secret,
    write,
    read,
    run: (line: string, more: Readonly<Record<string, string>> = {}) => {
      const { status, stdout, stderr, calls } = run('configure.sh', line, { ...programs, ...more });
      return { status, out: stdout, err: stderr, modes: calls.flatMap((call) => /--dry-run|--mode (?!metal)[\w-]+/.exec(call)?.[0] ?? []) };
    },
  };
}

describe('same', () => {
  test('tells by what the node says', () => {
    expect(node({ wanted: before }).run('same FOLDER pi-1')).toEqual({ status: 0, out: '', err: '', modes: ['--dry-run'] });
    expect(node().run('same FOLDER pi-1')).toEqual({ status: 1, out: '', err: '', modes: ['--dry-run'] });
  });

  test('leaves no config behind', () => {
    const { run, secret } = node();
    run('same FOLDER pi-1');
    expect(readdirSync(secret).sort()).toEqual(['secrets.yaml', 'talosconfig']);
  });
});

describe('show', () => {
  test('shows what would change and whether the node reboots, and changes nothing', () => {
    const { run, read } = node({ mode: 'with a reboot' });
    const { status, out, modes } = run('show FOLDER pi-1');
    expect({ status, modes }).toEqual({ status: 0, modes: ['--dry-run'] });
    expect(out).toContain('Applied configuration with a reboot (skipped in dry-run).\n');
    expect(out).toContain('+    vm.swappiness: "10"\n');
    expect(read('live')).toBe(before);
  });

  test.each([
    ['  token: abcdef.0123456789abcdef', '  token: (left out)'],
    ['  secret: bm90IGEgc2VjcmV0', '  secret: (left out)'],
    ['    key: LS0tLS1CRUdJTiBFRDI1NTE5', '    key: (left out)'],
    ['  - key: LS0tLS1CRUdJTiBFRDI1NTE5', '  - key: (left out)'],
    ['  secretboxEncryptionSecret: bm90IGEgc2VjcmV0', '  secretboxEncryptionSecret: (left out)'],
    ['  auth: { password: hunter2 }', '  auth: (left out)'],
    ['    crt: TUlJQ1BEQ0NBZUtnQXdJQkFnSVVaSnNwUUlHVnhKbWdCMXpuRTFhYlRn', '    crt: (left out)'],
    ['    TUlJQ1BEQ0NBZUtnQXdJQkFnSVVaSnNwUUlHVnhKbWdCMXpuRTFhYlRn', '    (left out)'],
    ['  endpoint: https://me:hunter2@mirror.lan/v2', '  endpoint: https://(left out)@mirror.lan/v2'],
    [
      '  image: factory.talos.dev/installer/376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba:v1.13.9',
      '  image: factory.talos.dev/installer/376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba:v1.13.9',
    ],
    ['  secretName: wildcard', '  secretName: wildcard'],
  ])('of %s it says %s', (line, said) => {
    const { run } = node({ wanted: `${before}${line}\n` });
    expect(run('show FOLDER pi-1').out.split('\n')).toContain(`+${said}`);
  });
});

describe('change', () => {
  test('tries what needs no reboot, and keeps it when the node answers', () => {
    const { run, read, secret } = node();
    const { status, err, modes } = run('change FOLDER pi-1');
    expect({ status, err, modes }).toEqual({ status: 0, err: '', modes: ['--dry-run', '--mode try', '--mode no-reboot'] });
    expect(read('kept')).toBe(after);
    expect(readdirSync(secret).sort()).toEqual(['secrets.yaml', 'talosconfig']);
    expect(run('same FOLDER pi-1').status).toBe(0);
  });

  test('a node that no longer answers goes back, and is not asked by what would end the trial', () => {
    // GIVEN
    const { run, read, write, secret } = node();
    write('mute', '');
    // WHEN
    const { status, err, modes } = run('change FOLDER pi-1', { date: 'cat "$ROOT/now" 2>/dev/null || echo 0; echo 200 >"$ROOT/now"' });
    const during = run('same FOLDER pi-1');
    // THEN
    expect({ status, modes }).toEqual({ status: 1, modes: ['--dry-run', '--mode try'] });
    expect(err).toBe('pi-1 does not answer with this config: within two minutes it goes back to the one that it had\n');
    expect(read('kept')).toBe(before);
    expect(existsSync(join(secret, 'trying-pi-1'))).toBe(true);
    expect(during).toEqual({ status: 1, out: '', err: '', modes: [] });
  });

  test('an answer that comes when the node has gone back already keeps nothing', () => {
    const { run, read } = node();
    const { status, modes } = run('change FOLDER pi-1', { date: 'cat "$ROOT/now" 2>/dev/null || echo 0; echo 200 >"$ROOT/now"' });
    expect({ status, modes, kept: read('kept') }).toEqual({ status: 1, modes: ['--dry-run', '--mode try'], kept: before });
  });

  test('what was tried and not kept is kept by the next run, though the node has it already', () => {
    // GIVEN
    const { run, secret, write, read } = node();
    writeFileSync(join(secret, 'trying-pi-1'), '');
    write('live', after);
    // WHEN
    const { status, modes } = run('change FOLDER pi-1');
    // THEN
    expect({ status, modes, kept: read('kept') }).toEqual({
      status: 0,
      modes: ['--dry-run', '--mode try', '--mode no-reboot'],
      kept: after,
    });
    expect(run('same FOLDER pi-1').status).toBe(0);
  });

  test('waits until a node that reboots has started anew', () => {
    const { run, read } = node({ mode: 'with a reboot' });
    const { status, out, modes } = run('change FOLDER pi-1');
    expect({ status, modes }).toEqual({ status: 0, modes: ['--dry-run', '--mode auto'] });
    expect(out).toContain('pi-1 reboots, which takes some minutes\n');
    expect(read('kept')).toBe(after);
  });

  test('changes nothing where nothing differs', () => {
    expect(node({ wanted: before }).run('change FOLDER pi-1')).toEqual({ status: 0, out: '', err: '', modes: ['--dry-run'] });
  });

  test.each<[string, Node, string]>([
    [
      'another node that has the address now',
      { hostname: 'pi-2' },
      '192.168.1.31 is pi-2 now, and pi-1 was expected there: nothing was changed',
    ],
    [
      'another Kubernetes',
      { wanted: `${before}  kubelet:\n    image: ghcr.io/siderolabs/kubelet:v1.36.3\n` },
      'pi-1 runs another Kubernetes than 1.36.3, which comes by talosctl --nodes 192.168.1.31 upgrade-k8s --to 1.36.3: nothing was changed',
    ],
  ])('refuses %s', (_, given, why) => {
    const { run, read } = node(given);
    expect(run('change FOLDER pi-1')).toMatchObject({ status: 1, err: `${why}\n` });
    expect(read('live')).toBe(before);
  });

  test('says when etcd is not healthy afterwards, before another node is changed', () => {
    const { run, read } = node({ etcd: 'STATE    Running\nHEALTH   Fail\n' });
    expect(run('change FOLDER pi-1')).toMatchObject({
      status: 1,
      err: 'etcd is not healthy on all control planes after the change of pi-1: mend it before the next one is changed\n',
    });
    expect(read('kept')).toBe(after);
  });

  test('a worker has no etcd to wait for', () => {
    const { run } = node({ hostname: 'nuc-1', etcd: 'STATE    Failed\n' });
    expect(run('change FOLDER nuc-1').status).toBe(0);
  });
});

test('etcd tells whether it is healthy on all control planes', () => {
  expect(node().run('etcd FOLDER')).toMatchObject({ status: 0, err: '' });
  expect(node({ etcd: 'STATE    Preparing\n' }).run('etcd FOLDER')).toMatchObject({
    status: 1,
    err: 'etcd is not healthy on all control planes\n',
  });
});

test.each(['', 'change', 'change FOLDER', 'same FOLDER pi-1 more'])("does nothing for '%s'", (line) => {
  const { status, err, modes } = node().run(line);
  expect({ status, modes }).toEqual({ status: 1, modes: [] });
  expect(err).toMatch(/^usage: \.\/configure\.sh same FOLDER NODE \|/);
});
