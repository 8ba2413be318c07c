import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ClusterDefinition, defineCluster } from 'ichor';
import { filesOf } from 'ichor/testing';
import { parseAllDocuments } from 'yaml';
import joelclaw from '../../clusters/joelclaw';
import { checkout } from './support/checkout';

/** The files below `talos/` of the committed cluster in Docker, with other options. */
function files(changes: Partial<ClusterDefinition> = {}): ReadonlyMap<string, string> {
  const prefix = 'joelclaw/talos/';
  const all = [...filesOf(defineCluster({ ...joelclaw.definition, ...changes }))];
  return new Map(all.flatMap(([path, text]): [string, string][] => (path.startsWith(prefix) ? [[path.slice(prefix.length), text]] : [])));
}

const documents = (text: string | undefined) => parseAllDocuments(text ?? '').map((document) => document.toJS());

describe('a later patch', () => {
  test('is the first one where nothing of that would be added twice', () => {
    expect([...files().keys()].sort()).toEqual(['configure.sh', 'controlplane-patch.yaml', 'create.sh']);
    expect(files().get('configure.sh')).toContain('"@$patches/controlplane-patch.yaml"');
  });

  test('has no lists that Talos appends to, and those that it replaces', () => {
    const later = files({
      talos: { patch: { cluster: { apiServer: { certSANs: ['api.lan'] } }, machine: { sysctls: { 'vm.swappiness': '10' } } } },
    });
    const [first] = documents(later.get('later-patch.yaml'));
    expect(first).toMatchObject({
      cluster: { network: { podSubnets: ['10.244.0.0/16'] } },
      machine: { sysctls: { 'vm.swappiness': '10' } },
    });
    expect(later.get('later-patch.yaml')).not.toContain('api.lan');
    expect(later.get('later-patch.yaml')).toMatch(/^# What of controlplane-patch\.yaml .*: without cluster\.apiServer\.certSANs\.\n/);
    expect(later.get('configure.sh')).toContain('"@$patches/later-patch.yaml"');
    expect(later.get('configure.sh')).toContain('would add what is there: cluster.apiServer.certSANs.\n');
    expect(later.get('controlplane-patch.yaml')).toContain('api.lan');
  });

  test('deletes no key a second time, which Talos refuses, and still whole documents, which it takes', () => {
    const versions = { talos: '1.14.2', kubernetes: '1.36.3' };
    const all = files({ versions });
    const text = all.get('later-patch.yaml') ?? all.get('controlplane-patch.yaml') ?? '';
    const deletes = documents(text).flatMap((document) =>
      JSON.stringify(document).includes('$patch') ? [[document.kind, document.$patch]] : [],
    );
    expect(deletes).toEqual([['KubeFlannelCNIConfig', 'delete']]);
  });
});

/** Plays the node of the container, whose config is a file. */
const talosctl = `
after() { found=; for word; do if [ -n "$found" ]; then echo "$word"; return; fi; [ "$word" != "$flag" ] || found=yes; done; }
flag=--file; file=$(after "$@")
case "$*" in
  *" get hostname "*) echo joelclaw-controlplane-1 ;;
  *" get machineconfig v1alpha1 --output jsonpath={.spec}") cat "$ROOT/live" ;;
  "machineconfig patch"*) flag=--output; { cat "$3"; cat "$ROOT/added" 2>/dev/null || :; } >"$(after "$@")" ;;
  validate*" --mode container") ;;
  *" service etcd") printf "STATE    Running\\nHEALTH   OK\\n" ;;
  *" version --short") ;;
  *" --dry-run")
    { echo "Dry run summary:"; echo "Applied configuration $(cat "$ROOT/mode") (skipped in dry-run)."
      if cmp -s "$file" "$ROOT/live"; then echo "No changes."; else diff -u "$ROOT/live" "$file" || :; fi; } >&2 ;;
  *" --mode try "* | *" --mode no-reboot") cp "$file" "$ROOT/live" ;;
  *) echo "nobody expected this: $*" >&2; exit 1 ;;
esac`;

function container({ added = '', mode = 'without a reboot' } = {}) {
  const { root, secret, run } = checkout(files());
  mkdirSync(secret);
  writeFileSync(join(secret, 'talosconfig'), 'secret');
  for (const [name, text] of Object.entries({ live: 'token: abcdef.0123456789abcdef\n', added, mode }))
    writeFileSync(join(root, name), text);
  const go = (line: string) => run('configure.sh', line, { talosctl, sleep: ':' });
  return { secret, live: () => readFileSync(join(root, 'live'), 'utf8'), run: go };
}

describe('configure.sh', () => {
  const node = 'joelclaw-controlplane-1';

  test('merges the patch into the config of the container, and asks by the endpoint of its talosconfig', () => {
    const { run, secret, live } = container({ added: 'sysctls: more\n' });
    const { status, calls } = run(`change FOLDER ${node}`);
    expect(status).toBe(0);
    expect(live()).toBe('token: abcdef.0123456789abcdef\nsysctls: more\n');
    expect(calls.filter((call) => call.includes('talosconfig'))).toEqual(
      expect.arrayContaining([
        `talosctl --talosconfig ${secret}/talosconfig --nodes 10.5.0.2 get machineconfig v1alpha1 --output jsonpath={.spec}`,
      ]),
    );
    expect(calls.join('\n')).not.toContain('--endpoints');
  });

  test('leaves a container alone that has it all', () => {
    const { run } = container();
    expect(run(`same FOLDER ${node}`).status).toBe(0);
    expect(run(`change FOLDER ${node}`).calls.filter((call) => call.includes('--mode try'))).toEqual([]);
  });

  test('shows no secret of it', () => {
    const { run } = container({ added: 'token: other.secret\n' });
    const { stdout } = run(`show FOLDER ${node}`);
    expect(stdout).toContain('+token: (left out)\n');
    expect(stdout).not.toMatch(/0123456789abcdef|other\.secret/);
  });

  test('refuses what needs a reboot', () => {
    const { run, live } = container({ added: 'disks: more\n', mode: 'with a reboot' });
    expect(run(`change FOLDER ${node}`)).toMatchObject({
      status: 1,
      stderr: 'a container has no reboot, which this change needs: it takes a new one; nothing was changed\n',
    });
    expect(live()).toBe('token: abcdef.0123456789abcdef\n');
  });
});
