import { existsSync, readdirSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { basename, join, relative } from 'node:path';
import type { Message } from 'esbuild';
import { asked, keep, kept } from '../../start/bundle.cjs';
import { compareText, type Finding, finding, inDefinition, inDocument, nearest, type Place, thrownMessage } from '../base';

/** Where clusters are defined, relative to the working directory. */
export const clustersFolder = 'clusters';

/** A file of `clusters/` and what it exports by default. */
export interface LoadedCluster {
  readonly name: string;
  /** Relative to the working directory, with `/`: `clusters/joelclaw.ts`. */
  readonly file: string;
  readonly exported: unknown;
}

/**
 * Loads the definitions of a directory: all of them, or those of these names. `packages` are the modules of this package,
 * given to the definitions under their names, so that both sides have the same ones.
 */
export async function loadClusters(
  directory: string,
  names: readonly string[],
  packages: Readonly<Record<string, () => unknown>>,
): Promise<{ readonly clusters: readonly LoadedCluster[]; readonly findings: readonly Finding[] }> {
  const found = clusterFiles(directory);
  if (found.length === 0) {
    return {
      clusters: [],
      findings: [
        finding('DEF008', inDocument(clustersFolder), 'there is no definition in this folder', {
          repair: 'run ichor init NAME, or change to the folder that has clusters/',
        }),
      ],
    };
  }
  const missing = names.filter((name) => !found.includes(name));
  if (missing.length > 0) {
    return {
      clusters: [],
      findings: missing.map((name) => {
        const meant = nearest(name, found);
        return finding('DEF008', inDocument(`${clustersFolder}/${name}.ts`), `there is no cluster '${name}'`, {
          repair: meant === undefined ? `write one of ${found.join(', ')}` : `write '${meant}'`,
        });
      }),
    };
  }
  const loaded = await Promise.all(
    found.filter((name) => names.length === 0 || names.includes(name)).map((name) => load(directory, name, packages)),
  );
  return { clusters: loaded.flatMap((l) => l.cluster ?? []), findings: loaded.flatMap((l) => l.findings) };
}

/** The names of the clusters that a directory defines, sorted. */
export function clusterFiles(directory: string): string[] {
  const folder = join(directory, clustersFolder);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && entry.name.endsWith('.ts') && !/\.(d|test)\.ts$/.test(entry.name))
    .map((entry) => basename(entry.name, '.ts'))
    .sort(compareText);
}

async function load(
  directory: string,
  name: string,
  packages: Readonly<Record<string, () => unknown>>,
): Promise<{ cluster?: LoadedCluster; findings: Finding[] }> {
  const file = `${clustersFolder}/${name}.ts`;
  const path = join(directory, clustersFolder, `${name}.ts`);
  try {
    return { cluster: { name, file, exported: evaluate(path, await bundled(directory, path), packages) }, findings: [] };
  } catch (error) {
    return { findings: loadFaults(directory, file, error) };
  }
}

/** A definition with what it imports from its folders, as JavaScript. */
async function bundled(directory: string, path: string): Promise<string> {
  const options = {
    entryPoints: [path],
    absWorkingDir: directory,
    outdir: join(directory, clustersFolder),
    platform: 'node' as const,
    format: 'cjs' as const,
    target: 'node20',
    packages: 'external' as const,
    sourcemap: 'inline' as const,
    logLevel: 'silent' as const,
  };
  const before = kept('definitions', options);
  if (before !== undefined) return before.code;
  const started = Date.now();
  const { build } = await import('esbuild');
  return keep('definitions', options, started, await build(asked(options))).code;
}

interface Compilable extends Module {
  _compile(code: string, filename: string): void;
}

function evaluate(path: string, code: string, packages: Readonly<Record<string, () => unknown>>): unknown {
  process.setSourceMapsEnabled(true);
  const module = new Module(path) as Compilable;
  const own = createRequire(path);
  module.filename = path;
  module.require = Object.assign((id: string) => packages[id]?.() ?? own(id), own);
  module._compile(code, path);
  return (module.exports as { default?: unknown }).default;
}

function loadFaults(directory: string, file: string, error: unknown): Finding[] {
  const messages = (error as { errors?: readonly Message[] }).errors;
  if (Array.isArray(messages) && messages.length > 0) {
    return (messages as readonly Message[]).map(({ text, location }) =>
      finding(
        'DEF007',
        inDocument(location?.file ?? file, undefined, location?.line, location === null ? undefined : location.column + 1),
        text,
        { repair: 'mend it; npx tsc --noEmit shows more' },
      ),
    );
  }
  return [
    finding('DEF007', throwingPlace(directory, error) ?? inDefinition(file, ''), `loading it failed: ${thrownMessage(error)}`, {
      repair: 'mend it; definitions only describe, and need nothing that can fail',
    }),
  ];
}

/** The place in the user's own files that threw, as the stack tells it. */
function throwingPlace(directory: string, error: unknown): Place | undefined {
  const stack = String((error as { stack?: unknown } | undefined)?.stack ?? '');
  for (const [, path, line, column] of stack.matchAll(/(?:\(|at |file:\/\/)(\/[^\s():]+):(\d+):(\d+)/g)) {
    const file = relative(directory, path as string);
    if (file.startsWith(`${clustersFolder}/`)) return inDocument(file, undefined, Number(line), Number(column));
  }
  return undefined;
}
