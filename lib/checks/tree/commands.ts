import { type Place, type Protocol, parseCidr } from '../../base';
import type { InputDocument } from '../../input';
import type { DockerPortFact, NodeFact } from '../fact';
import { filledIn, type Keys } from './layers';
import type { TalosRole } from './talos-piece';
import { folderOf, pathFrom, type Tree } from './tree';
import type { Said } from './versions';

/** A call of talosctl in a script that makes a cluster: of containers, or the config of its machines. */
export interface TalosCommand {
  readonly makes: 'containers' | 'config';
  readonly document: InputDocument;
  /** The values of a flag, by any of its names, in the order in which they stand. */
  flag(...names: readonly string[]): readonly Said[];
}

/** The calls of talosctl that scripts make a cluster with. */
export function talosCommands(tree: Tree): TalosCommand[] {
  return tree.kind('').flatMap((document) => {
    const words = document.at.file.endsWith('.sh') ? wordsOf(document) : [];
    const makes = /(^|\/)talosctl$/.test(words[0] ?? '') ? whatIsMade(words) : undefined;
    return makes === undefined ? [] : [{ makes, document, flag: (...names: readonly string[]) => flagsAmong(words, names, document) }];
  });
}

/** The words of a call in a script. */
export function wordsOf({ object }: InputDocument): readonly string[] {
  return Array.isArray(object.command) ? object.command.map(String) : [];
}

/** Containers are what talosctl makes where nothing else is asked for. */
function whatIsMade(words: readonly string[]): TalosCommand['makes'] | undefined {
  const of = (first: string, second: string) => words.findIndex((word, i) => word === first && words[i + 1] === second);
  if (of('gen', 'config') >= 0) return 'config';
  const at = of('cluster', 'create');
  if (at < 0) return undefined;
  const next = words[at + 2] ?? '';
  const by = next !== '' && !next.startsWith('-') ? next : (flagged(words, ['--provisioner'])[0]?.text ?? 'docker');
  return by === 'docker' ? 'containers' : undefined;
}

function flagged(words: readonly string[], names: readonly string[]): { readonly text: string; readonly i: number }[] {
  return words.flatMap((word, i) => {
    const [name = '', value] = word.startsWith('--') && word.includes('=') ? split(word) : [word];
    if (!names.includes(name)) return [];
    if (value !== undefined) return [{ text: value, i }];
    const next = words[i + 1];
    return next === undefined ? [] : [{ text: next, i: i + 1 }];
  });
}

function split(word: string): [string, string] {
  const at = word.indexOf('=');
  return [word.slice(0, at), word.slice(at + 1)];
}

function flagsAmong(words: readonly string[], names: readonly string[], document: InputDocument): Said[] {
  return flagged(words, names).map(({ text, i }) => ({ text, at: document.place(['command', i]) }));
}

/** The releases of Talos that commands name: that of a container's image, or the one to make config for. */
export function saidTalos(commands: readonly TalosCommand[]): Said[] {
  return commands.flatMap(({ flag }) => {
    const tags = flag('--image').flatMap(({ text, at }) => {
      const tag = /:(v?\d+\.\d+\.\d+[^@\s]*)/.exec(text)?.[1];
      return tag === undefined ? [] : [{ text: tag, at }];
    });
    // A minor alone is the form of the config, and no release.
    return tags.length > 0 ? tags : flag('--talos-version').filter(({ text }) => /\d+\.\d+\.\d+/.test(text));
  });
}

/** The releases of Kubernetes that commands name. */
export function saidKubernetes(commands: readonly TalosCommand[]): Said[] {
  return commands.flatMap(({ flag }) => flag('--kubernetes-version'));
}

/** The minor of Talos in whose form commands make config, where they say one. */
export function saidContract(commands: readonly TalosCommand[]): string | undefined {
  const [first] = commands.flatMap(({ flag }) => flag('--talos-version'));
  return first === undefined ? undefined : /^v?(\d+\.\d+)/.exec(first.text)?.[1];
}

const patchFlags: readonly (readonly [TalosRole, readonly string[]])[] = [
  ['all', ['--config-patch']],
  ['control-plane', ['--config-patch-control-plane', '--config-patch-controlplanes']],
  ['worker', ['--config-patch-worker', '--config-patch-workers']],
];

/** A patch that a command names, or has in it. */
export interface NamedPatch {
  readonly role: TalosRole;
  /** The file, which may not be here. */
  readonly file?: string;
  /** The text, and where it stands. */
  readonly text?: { readonly document: InputDocument; readonly inside: Keys; readonly text: string };
}

/**
 * The file that a path in a script means: below the folder of the script, or the nearest above it where there is one. A variable in
 * front stands for such a folder.
 */
export function fileNamed(tree: Tree, { at }: InputDocument, written: string): string {
  const path = written.replace(/^\$\{?\w+\}?\//, '');
  const beside = pathFrom(folderOf(at.file), path);
  for (let folder = folderOf(at.file); ; folder = folderOf(folder)) {
    const file = pathFrom(folder, path);
    if (tree.file(file).length > 0) return file;
    if (folder === '') return beside;
  }
}

/** The patches of commands. */
export function patchesOf(tree: Tree, commands: readonly TalosCommand[]): NamedPatch[] {
  return commands.flatMap(({ document }) => {
    const words = wordsOf(document);
    return patchFlags.flatMap(([role, names]) =>
      flagged(words, names).map(({ text, i }): NamedPatch => {
        if (!text.startsWith('@')) return { role, text: { document, inside: ['command', i], text } };
        return { role, file: fileNamed(tree, document, text.slice(1)) };
      }),
    );
  });
}

/** The containers that a command makes: how many, and in which network; nothing where a variable says it. */
export function containersOf({ document, flag }: TalosCommand): readonly NodeFact[] | undefined {
  const [subnet] = flag('--subnet', '--cidr');
  const cidr = parseCidr(subnet?.text ?? '10.5.0.0/24')?.canonical;
  const counts = [flag('--controlplanes', '--masters')[0], flag('--workers')[0]].map((said) =>
    said === undefined ? 1 : Number(said.text),
  );
  const [controlPlanes = Number.NaN, workers = Number.NaN] = counts;
  if (cidr === undefined || !Number.isInteger(controlPlanes) || !Number.isInteger(workers) || controlPlanes + workers > largest)
    return undefined;
  const made = (role: NodeFact['role'], count: number) =>
    Array.from(
      { length: Math.max(0, count) },
      (_, i): NodeFact => ({
        name: `${role === 'worker' ? 'worker' : 'control plane'} ${i + 1}`,
        role,
        subnet: cidr,
        links: [],
        machine: 'container',
        labels: role === 'worker' ? {} : { 'node-role.kubernetes.io/control-plane': '' },
        taints: [],
        at: document.at,
      }),
    );
  return [...made('control-plane', controlPlanes), ...made('worker', workers)];
}

/** More containers than any Docker host has room for. */
const largest = 100;

/** The ports of the Docker host that a command maps, or why they aren't known. */
export function portsOf({ flag }: TalosCommand): readonly DockerPortFact[] | { readonly why: string; readonly at: Place } {
  const ports: DockerPortFact[] = [];
  for (const { text, at } of flag('-p', '--exposed-ports')) {
    for (const part of text.split(',').filter((each) => each !== '')) {
      const [, host, container, protocol = 'tcp'] = /^(\d+):(\d+)(?:\/(tcp|udp))?$/.exec(part) ?? [];
      if (host === undefined) return { why: filledIn(part) ?? `'${part}' is no map of a port`, at };
      ports.push({ hostPort: Number(host), containerPort: Number(container), protocol: protocol.toUpperCase() as Protocol, at });
    }
  }
  return ports;
}
