import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { checked, type Files, found, undecided } from './support/tree';

const root = join(__dirname, '../../../..');

/** What stands in a folder of the output, by path. */
function filesOf(folder: string): Files {
  return Object.fromEntries(
    readdirSync(join(root, folder)).flatMap((name): [string, string][] => {
      const path = join(root, folder, name);
      if (statSync(path).isDirectory()) return Object.entries(filesOf(relative(root, path)));
      return /\.(ya?ml|json|sh)$/.test(name) ? [[relative(root, path).replaceAll('\\', '/'), readFileSync(path, 'utf8')]] : [];
    }),
  );
}

/** What is found, by id, file and path; lines move with what is written. */
const places = async (files: Files) => found(await checked(files)).map((line) => line.replace(/:\d+:\d+/, ''));

const clusters = readdirSync(join(root, 'dist')).filter((name) => statSync(join(root, 'dist', name)).isDirectory());
const laptop = filesOf('dist/joelclaw');
const rack = filesOf('dist/joelclaw-pi');
const changed = (files: Files, path: string, before: string, after: string): Files => {
  const text = files[path] ?? '';
  expect(text).toContain(before);
  return { ...files, [path]: text.replace(before, after) };
};

describe("Ichor's own output, read as anybody's files", () => {
  test.each([...clusters, ''])('dist/%s is fine, and all of it is decided but for the memory', async (name) => {
    const result = await checked(filesOf(join('dist', name)));
    expect(found(result)).toEqual([]);
    const open = result.findings.filter(({ status }) => status === 'undecided').map(({ message }) => message.split(', since ')[1]);
    expect([...new Set(open)]).toEqual(['only a definition says how much memory there is']);
  });

  test('all of it together is a cluster for each folder', async () => {
    expect((await checked(filesOf('dist'))).clusters).toEqual(clusters);
  });

  test('releases are those of the scripts', async () => {
    const other = changed(laptop, 'dist/joelclaw/talos/create.sh', '--kubernetes-version 1.36.3', '--kubernetes-version 1.37.0');
    expect(await places(other)).toEqual(['VER004 dist/joelclaw/talos/create.sh', 'VER006 dist/joelclaw/talos/create.sh']);
  });

  test('ports of the Docker host are those of the script', async () => {
    const other = changed(laptop, 'dist/joelclaw/talos/create.sh', '6333:30333/tcp', '6333:30444/tcp');
    expect(await places(other)).toEqual(['INV026 dist/joelclaw/talos/create.sh']);
  });

  test('patches of nodes are judged behind those of their roles', async () => {
    const path = 'dist/joelclaw-pi/talos/nodes/nuc-1-patch.yaml';
    const unknown = changed(rack, path, 'kubelet:', 'kubelett: {}\n  kubelet:');
    expect(await places(unknown)).toEqual([`TAL004 ${path} machine.kubelett`]);
    const worker = changed(
      rack,
      path,
      'hostname: nuc-1',
      'hostname: nuc-1\n---\napiVersion: v1alpha1\nkind: WatchdogTimerConfig\n$patch: delete',
    );
    expect(await places(worker)).toEqual([`INV009 ${path} ["$patch"]`]);
  });

  test('machines are those that have a patch', async () => {
    const path = 'dist/joelclaw-pi/talos/nodes/pi-1-patch.yaml';
    expect(await places(changed(rack, path, 'name: "192.168.1.30"', 'name: "192.168.1.41"'))).toEqual([`INV086 ${path} name`]);
  });

  test('a release of the chart stands before the values where no script says it', async () => {
    const path = 'dist/joelclaw/cilium/values.yaml';
    const values = changed({ [path]: laptop[path] ?? '' }, path, 'chart cilium 1.20.2', 'chart cilium 1.19.3');
    const result = await checked(values);
    expect(found(result)).toEqual(expect.arrayContaining([`VER007 ${path}:2:1`]));
    expect(undecided(result, 'HLM001', 'INV041')).toEqual([]);
  });
});
