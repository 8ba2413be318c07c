import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { definitionTemplate } from '../../../cli/templates/definition';

/** The root of this repository. */
export const repository = join(__dirname, '..', '..', '..');

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder of a user's own with these files, and with the packages of this repository; it goes after the tests. */
export function folder(files: Readonly<Record<string, string>> = {}): string {
  const made = mkdtempSync(join(tmpdir(), 'ichor-cli-'));
  folders.push(made);
  symlinkSync(join(repository, 'node_modules'), join(made, 'node_modules'), 'dir');
  write(made, files);
  return made;
}

/** Writes files below a folder. */
export function write(directory: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
}

/** A definition without findings, by its file. */
export function demo(name = 'demo'): Record<string, string> {
  return { [`clusters/${name}.ts`]: definitionTemplate(name) };
}

/** A definition with a warning: it publishes to everybody. */
export function demoWithWarning(): Record<string, string> {
  return { 'clusters/demo.ts': definitionTemplate('demo').replace("provider: 'engine',", "provider: 'engine',\n    hostIp: '0.0.0.0',") };
}

/** How a command ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `ichor` of this repository in a folder. */
export function ichor(directory: string, args: string, env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return node(directory, [join(repository, 'ichor'), ...args.split(' ').filter((a) => a !== '')], env);
}

/** Runs a JavaScript file with Node, in a folder and with no more environment than this. */
export function node(directory: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return program(process.execPath, directory, args, env);
}

/** Runs a program in a folder and with no more environment than this. */
export function program(file: string, directory: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const { PATH, HOME } = process.env;
  return new Promise((resolve) => {
    execFile(file, args, { cwd: directory, env: { PATH, HOME, ...env }, maxBuffer: 2 ** 24 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

/** The files below a folder with their texts, by path; links and packages are left out. */
export function filesBelow(directory: string): Record<string, string> {
  return Object.fromEntries(pathsBelow(directory).map((path) => [path, readFileSync(join(directory, path), 'utf8')]));
}

/** The files below a folder with the times of their last change. */
export function timesBelow(directory: string): Record<string, number> {
  return Object.fromEntries(pathsBelow(directory).map((path) => [path, statSync(join(directory, path)).mtimeMs]));
}

function pathsBelow(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .filter((path) => !path.startsWith('node_modules'))
    .sort();
}
