import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseImage } from '../../lib/base';
import { root } from './support/pages';

interface Config {
  readonly customManagers: readonly { readonly matchStrings: readonly string[] }[];
  readonly packageRules: readonly {
    readonly matchFileNames?: readonly string[];
    readonly matchPackageNames?: readonly string[];
    readonly allowedVersions?: string;
  }[];
}

const config = JSON.parse(readFileSync(join(root, 'renovate.json'), 'utf8')) as Config;

function filesBelow(folder: string, ends: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ends))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

/** Tables of facts about releases: nothing in them is installed. */
const facts = ['lib/model/versions.ts'];

/** Literals of code that name a release or an image with a tag, and where they begin. */
function pins(file: string, text: string): { literal: string; at: number }[] {
  if (facts.includes(file)) return [];
  const strings = /\/\/.*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`|'((?:[^'\\\n]|\\.)*)'/g;
  return [...text.matchAll(strings)].flatMap((match) => {
    const literal = match[1];
    if (literal === undefined) return [];
    const isRelease = /^\d+\.\d+\.\d+$/.test(literal);
    const isImage = !/\s/.test(literal) && parseImage(literal)?.tag !== undefined;
    return isRelease || isImage ? [{ literal, at: match.index }] : [];
  });
}

/** Where Renovate would find something to raise. */
function found(text: string): { value: string; ends: number }[] {
  return config.customManagers
    .flatMap(({ matchStrings }) => matchStrings)
    .flatMap((pattern) => [...text.matchAll(new RegExp(pattern, 'g'))])
    .map((match) => ({ value: String(match.groups?.currentValue), ends: match.index + match[0].length }));
}

const sources = ['clusters', 'charts', 'lib/model'].flatMap((folder) => filesBelow(folder, '.ts'));

test('there are pins to look at', () => {
  expect(sources.flatMap((file) => pins(file, readFileSync(join(root, file), 'utf8'))).length).toBeGreaterThanOrEqual(8);
});

test.each(sources)('%s: a comment for Renovate stands before each release and image', (file) => {
  const text = readFileSync(join(root, file), 'utf8');
  const raised = found(text);
  const missing = pins(file, text).filter(({ literal, at }) => !raised.some((r) => r.ends === at + literal.length + 2));
  expect(
    missing.map(
      ({ literal, at }) => `${file}:${text.slice(0, at).split('\n').length}: write // renovate: datasource=… depName=… before '${literal}'`,
    ),
  ).toEqual([]);
});

test('what the comments look like', () => {
  const text = [
    "// renovate: datasource=docker depName=redis\nimage: 'redis:7-alpine',",
    "// renovate: datasource=github-releases depName=cilium/cilium\nversion: '1.20.2',",
    `// renovate: datasource=docker depName=web versioning=loose\n'registry.example:5000/web:2@sha256:${'0'.repeat(64)}'`,
    "// renovate: datasource=docker depName=web\n\nimage: 'web:2'",
  ].join('\n');
  expect(
    found(text)
      .map(({ value }) => value)
      .sort(),
  ).toEqual(['1.20.2', '2', '7-alpine']);
});

/** What `allowedVersions` says, as Renovate applies it: a regular expression, perhaps negated. */
function allows(rule: string, version: string): boolean {
  const [, not, pattern] = /^(!?)\/(.*)\/$/.exec(rule) as unknown as [string, string, string];
  return new RegExp(pattern).test(version) !== (not === '!');
}

/** The rule that counts for a module of a folder: the last one that names both. */
function ruleFor(file: string, module: string): string | undefined {
  const covers = (pattern: string, text: string) => (pattern.endsWith('/**') ? text.startsWith(pattern.slice(0, -2)) : pattern === text);
  return config.packageRules
    .filter(
      ({ matchFileNames, matchPackageNames, allowedVersions }) =>
        allowedVersions !== undefined &&
        (matchFileNames ?? [file]).some((p) => covers(p, file)) &&
        (matchPackageNames ?? []).some((p) => covers(p, module)),
    )
    .at(-1)?.allowedVersions;
}

const modules = ['conformance', 'tools/imports/pins']
  .flatMap((folder) => filesBelow(folder, 'go.mod'))
  .flatMap((file) =>
    [
      ...readFileSync(join(root, file), 'utf8').matchAll(
        /^(?:require |\t)(\S*(?:cilium\/cilium|pkg\/machinery|k8s\.io\/kubernetes|k8s\.io\/gateway-api)) v(\d+)\.(\d+)\.\d+$/gm,
      ),
    ].map(([, module, major, minor]) => [file, module as string, `v${major}.${minor}`, `v${major}.${Number(minor) + 1}`] as const),
  );

test('every judge and every pin is looked at', () => {
  expect(modules.length).toBeGreaterThanOrEqual(10);
});

test.each(modules)('%s: %s stays on %s', (file, module, minor, next) => {
  const rule = String(ruleFor(file, module));
  expect([`${minor}.5`, `${next}.1`].map((version) => allows(rule, version))).toEqual([true, false]);
  if (!module.includes('k8s.io/')) expect(allows(rule, `${minor}.0`)).toBe(false);
});
