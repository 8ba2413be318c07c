import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ended, program, repository } from '../../cli/support/ichor';

const hasNamespaces = spawnSync('unshare', ['--user', '--map-root-user', '--net', 'true']).status === 0;

/** What keeps the commands of these tests from reaching anything. */
export const isolation = hasNamespaces ? 'in a namespace without a network' : 'with proxies that lead nowhere';

const nowhere = 'http://127.0.0.1:9';
const env = { npm_config_offline: 'true', npm_config_update_notifier: 'false', HTTP_PROXY: nowhere, HTTPS_PROXY: nowhere };

/** Runs a program in a folder, where it reaches no network. */
export function offline(directory: string, file: string, ...args: readonly string[]): Promise<Ended> {
  if (!hasNamespaces) return program(file, directory, args, env);
  return program('unshare', directory, ['--user', '--map-root-user', '--net', file, ...args], env);
}

/** Runs a JavaScript file with Node, offline. */
export function node(directory: string, ...args: readonly string[]): Promise<Ended> {
  return offline(directory, process.execPath, ...args);
}

const places: string[] = [];

afterAll(() => {
  for (const place of places) rmSync(place, { recursive: true, force: true });
});

/**
 * A folder of a user who installed the package: as `npm pack` makes it, with what it depends on and its obligatory peers.
 * Nothing comes from a registry; it goes after the tests.
 */
export async function install(): Promise<{ readonly directory: string; readonly files: readonly string[] }> {
  const place = realpathSync(mkdtempSync(join(tmpdir(), 'ichor-package-')));
  places.push(place);
  const directory = join(place, 'user');
  mkdirSync(join(directory, 'node_modules'), { recursive: true });
  const packed = await program('npm', repository, ['pack', '--pack-destination', place], env);
  if (packed.code !== 0) throw new Error(`npm pack failed:\n${packed.stdout}${packed.stderr}`);
  const archive = join(place, packed.stdout.trim().split('\n').at(-1) as string);
  const unpacked = await program('tar', place, ['-xvzf', archive]);
  cpSync(join(place, 'package'), join(directory, 'node_modules', 'ichor'), { recursive: true });
  for (const path of closure(own())) cpSync(join(repository, path), join(directory, path), { recursive: true });
  const files = `${unpacked.stdout}${unpacked.stderr}`.match(/package\/\S+/g) ?? [];
  return { directory, files: files.map((file) => file.replace('package/', '')).sort() };
}

/** The names that the package asks for: its dependencies, and the peers that it can't do without. */
function own(): string[] {
  const { dependencies, peerDependencies, peerDependenciesMeta } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
  const peers = Object.keys(peerDependencies).filter((name) => !peerDependenciesMeta[name]?.optional);
  return [...Object.keys(dependencies), ...peers];
}

interface Locked {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** The folders of these packages and of all that they depend on, as the lock file places them; those for other systems are left out. */
function closure(names: readonly string[]): string[] {
  const { packages } = JSON.parse(readFileSync(join(repository, 'package-lock.json'), 'utf8')) as { packages: Record<string, Locked> };
  const found = new Set<string>();
  const visit = (name: string, from: string): void => {
    const path = [from, ...parents(from)].map((parent) => `${parent}node_modules/${name}`).find((p) => packages[p] !== undefined);
    if (path === undefined || found.has(path) || !existsSync(join(repository, path))) return;
    found.add(path);
    const { dependencies = {}, optionalDependencies = {} } = packages[path] as Locked;
    for (const inner of Object.keys({ ...dependencies, ...optionalDependencies })) visit(inner, `${path}/`);
  };
  for (const name of names) visit(name, '');
  return [...found].sort();
}

function parents(path: string): string[] {
  const end = path.lastIndexOf('node_modules/');
  return end < 0 ? [] : [path.slice(0, end), ...parents(path.slice(0, end))];
}
