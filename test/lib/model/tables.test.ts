import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareMinors, compareVersions, parseVersion } from '../../../lib/base';
import {
  ciliumMinors,
  entityNames,
  gatewayApi,
  gitOpsTools,
  isMultiDocument,
  knownBad,
  newestGitOps,
  newestPatch,
  systemPortOwner,
  systemPorts,
  talosMinors,
  userVolumeName,
} from '../../../lib/model';

describe('the tables of releases', () => {
  test('know a newest patch of each minor, and of no other', () => {
    expect(Object.keys(newestPatch.talos)).toEqual(Object.keys(talosMinors));
    expect(Object.keys(newestPatch.cilium)).toEqual(Object.keys(ciliumMinors));
  });

  test('have the oldest Kubernetes before the newest', () => {
    for (const { kubernetes } of Object.values(talosMinors)) expect(compareMinors(...kubernetes)).toBeLessThan(0);
  });

  test.each(knownBad.map((bad) => [`${bad.component} from ${bad.from}`, bad] as const))(
    '%s: a fault begins before it is mended, and has a source',
    (_, bad) => {
      expect(parseVersion(bad.from)).toBeDefined();
      if (bad.fixedIn !== undefined) expect(compareVersions(bad.from, bad.fixedIn)).toBeLessThan(0);
      expect(bad.source).toMatch(/^https:\/\/github\.com\/\S+\/(issues\/\d+|releases\/tag\/v[\d.]+)$/);
    },
  );

  test('the new form of the config begins with 1.14', () => {
    expect(['1.9', '1.12', '1.13', '1.14', '1.15', '2.0'].map(isMultiDocument)).toEqual([false, false, false, true, true, true]);
  });
});

describe.each(Object.entries(gitOpsTools))('the releases of %s', (tool, { minors, install }) => {
  test('have the oldest Kubernetes before the newest', () => {
    for (const { kubernetes } of Object.values(minors)) expect(compareMinors(...kubernetes)).toBeLessThan(0);
  });

  test('the newest is the last patch of the last minor, and its manifests are named with it', () => {
    const newest = newestGitOps(tool as keyof typeof gitOpsTools);
    const parsed = parseVersion(newest);
    expect(Object.keys(minors).filter((minor) => compareMinors(minor, parsed?.minor ?? '') > 0)).toEqual([]);
    expect(parsed?.patch).toBe(minors[parsed?.minor ?? '']?.newestPatch);
    expect(install(newest)).toMatch(new RegExp(`^https://\\S+/v${newest}/\\S*install\\.yaml$`));
  });
});

describe('the releases of Gateway API', () => {
  test('are known for each minor of Cilium', () => {
    expect(Object.keys(gatewayApi)).toEqual(Object.keys(ciliumMinors));
  });

  test.each(Object.entries(gatewayApi))(
    'for Cilium %s is the one that its types are of, in every file',
    (_, { version, files, kinds, paths }) => {
      const pin = join(__dirname, '../../../tools/imports/pins', `gateway-api-${version.replace(/^v|\.\d+$/g, '')}`, 'go.mod');
      expect(readFileSync(pin, 'utf8')).toContain(`sigs.k8s.io/gateway-api ${version}\n`);
      expect(files.filter((file) => !file.includes(`/${version}/`))).toEqual([]);
      expect(files).toHaveLength(paths.length);
      expect(files.filter((file) => paths.some((path) => path.endsWith('.yaml') && file.endsWith(path)))).toHaveLength(paths.length - 1);
      expect(kinds).toEqual([...kinds].sort());
    },
  );
});

describe("the system's ports", () => {
  test('are ranges, sorted and apart', () => {
    systemPorts.forEach(({ from, to }, i) => {
      expect(from).toBeLessThanOrEqual(to);
      expect(from).toBeGreaterThan(systemPorts[i - 1]?.to ?? 0);
    });
  });

  test.each([
    [7445, 7445, 'KubePrism'],
    [7445, 7446, undefined],
    [7446, 7446, 'KubePrism'],
    [2380, 7445, 'etcd'],
    [6443, 7445, 'the API server'],
    [10250, 7445, 'the kubelet'],
    [30000, 7445, undefined],
  ])('%d, with KubePrism on %d, belongs to %s', (port, kubePrism, owner) => {
    expect(systemPortOwner(port, kubePrism)).toBe(owner);
  });
});

test.each([
  ['/var/mnt/volumes', 'volumes'],
  [`/var/mnt/${'a'.repeat(34)}`, 'a'.repeat(34)],
  [`/var/mnt/${'a'.repeat(35)}`, undefined],
  ['/var/mnt/a/b', undefined],
  ['/var/mnt/', undefined],
  ['/var/lib/a', undefined],
])('%s is user volume %s', (path, name) => {
  expect(userVolumeName(path)).toBe(name);
});

test('entities are known in the order of their names', () => {
  expect([...entityNames].sort()).toEqual(entityNames);
});
