import type { MetalModel } from '../lib/model';

/** Lines of shell that end a script with a message. */
export const stopping = ['stop() {', '  echo "$1" >&2', '  exit 1', '}', ''];

/** Lines of shell that stop where a program is missing. */
export const programsNeeded = [
  'need() {',
  '  for program; do',
  '    command -v "$program" >/dev/null || stop "$program is not on PATH"',
  '  done',
  '}',
  '',
];

/**
 * Lines of shell that go to the folder of the secrets, unless git would commit what is written there.
 *
 * @param maker what makes the folder
 */
export function entering(maker: string): string[] {
  return [
    '# Only its owner reads what is written to the folder, and git never sees it.',
    'enter() {',
    '  umask 077',
    `  [ -d "$1" ] || stop "there is no folder '$1': ${maker} makes it"`,
    '  folder=$(cd "$1" && pwd)',
    '  [ "$(git -C "$folder" rev-parse --is-inside-work-tree 2>/dev/null)" = true ] || return 0',
    '  for file in secrets.yaml talosconfig kubeconfig config.new/node.yaml; do',
    '    git -C "$folder" check-ignore --quiet "$file" || stop "git would commit $folder/$file: name a folder outside of the repository"',
    '  done',
    '}',
    '',
  ];
}

/** Lines of shell that ask one node with the talosconfig of the folder, whatever others answer for. */
export const asking = [
  '# Asks one node, through itself.',
  'ask() {',
  '  node=$1',
  '  shift',
  '  talosctl --talosconfig "$folder/talosconfig" --endpoints "$node" --nodes "$node" "$@"',
  '}',
  '',
];

/** The same for a container, which is reached by the endpoint of its talosconfig, a port of the host. */
export const askingContainer = [
  'ask() {',
  '  node=$1',
  '  shift',
  '  talosctl --talosconfig "$folder/talosconfig" --nodes "$node" "$@"',
  '}',
  '',
];

/**
 * Lines of shell for what has secrets in it: a folder that nobody else can read, and that goes with the script, however it ends.
 */
export const workspace = [
  '# What has secrets in it is in a folder that nobody else reads, and goes with the script.',
  'made=',
  'trap \'[ -z "$made" ] || rm -rf "$made"\' EXIT',
  "trap 'exit 130' INT",
  "trap 'exit 143' HUP TERM",
  '',
];

/** The nodes of a cluster, by what they are. */
export function byRole({ nodes }: MetalModel) {
  return {
    controlPlanes: nodes.filter(({ role }) => role === 'control-plane'),
    workers: nodes.filter(({ role }) => role === 'worker'),
  };
}

/** The addresses of nodes, as words. */
export function addressesOf(nodes: readonly { readonly address: string }[]): string {
  return nodes.map(({ address }) => address).join(' ');
}

/** The head of a loop over words, of which there may be one. */
export function forEach(variable: string, words: readonly string[]): string[] {
  return [...(words.length === 1 ? ['  # shellcheck disable=SC2043 # there is one'] : []), `  for ${variable} in ${words.join(' ')}; do`];
}
