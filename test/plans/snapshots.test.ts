import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineCluster } from 'ichor';
import { filesOf } from 'ichor/testing';
import joelclaw from '../../clusters/joelclaw';
import joelclawPi from '../../clusters/joelclaw-pi';

/** What `dist/` has of a cluster beside its machine config and objects: the snapshot of its plans on the Talos of its definition. */
function committed(name: string, path: string): string {
  return readFileSync(join(__dirname, '../../dist', name, path), 'utf8');
}

const pages = ['PLAN.md', 'apply.sh', 'plans/configure.sh', 'plans/create.sh', 'plans/verify.sh'];

/** What a container of another release is told. */
const otherImage =
  'joelclaw-controlplane-1 is there with another image than ghcr.io/siderolabs/talos:v1.14.2, which belongs to the container: it takes a new one, by talosctl cluster destroy --name joelclaw, which deletes its data, and ichor apply create';

const onDocker = [
  "PLAN.md: It is the cluster's node: Talos 1.14.2, which bootstraps Kubernetes 1.36.3 by itself.",
  `PLAN.md: - \`docker container inspect --format '{{.Config.Image}}' joelclaw-controlplane-1\` shows \`^ghcr\\.io/siderolabs/talos:v1\\.14\\.2$\`; otherwise: ${otherImage}`,
  `plans/configure.sh: matches "$answer" '^ghcr\\.io/siderolabs/talos:v1\\.14\\.2$' ||`,
  `plans/configure.sh:   stop '${otherImage}'`,
];

describe.each([
  ['joelclaw', joelclaw, pages, onDocker],
  ['joelclaw-pi', joelclawPi, [...pages, 'plans/add-node.sh'], []],
] as const)('%s', (name, { definition }, paths, onNewer) => {
  const on = (talos: string) => filesOf(defineCluster({ ...definition, versions: { ...definition.versions, talos: talos as '1.13.9' } }));

  test('on Talos 1.13 has the plans that are committed', () => {
    const files = on(definition.versions.talos);
    expect(definition.versions.talos).toMatch(/^1\.13\./);
    const own = [...files.keys()].filter((path) => /\/(PLAN\.md|apply\.sh|plans\/.*)$/.test(path));
    expect(own.map((path) => path.slice(name.length + 1)).sort()).toEqual([...paths].sort());
    for (const path of paths) expect(files.get(`${name}/${path}`)).toBe(committed(name, path));
  });

  test('on Talos 1.14 has the same, but for its release', () => {
    const files = on('1.14.2');
    const differences = paths.flatMap((path) => {
      const [old, now] = [committed(name, path), files.get(`${name}/${path}`) ?? ''].map((text) => text.split('\n')) as [
        string[],
        string[],
      ];
      expect(now).toHaveLength(old.length);
      return now.flatMap((line, i) => (line === old[i] ? [] : [`${path}: ${line}`]));
    });
    expect(differences).toEqual(onNewer);
  });
});
