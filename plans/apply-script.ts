import { shellWord } from '../lib/base';
import { layers, type Model, secretsOf } from '../lib/model';

/** Where Cilium's chart is published. */
export const ciliumRepository = 'https://helm.cilium.io';

/**
 * The script that brings a running cluster to the state of its folder: the layers in order, with Cilium between storage and
 * policies. It creates, destroys and upgrades nothing: a cluster with another network, or another Cilium release than the
 * definition's, stops it before the first change.
 */
export function applyScript(model: Model, used: ReadonlySet<string>): string {
  const layer = (name: string) => (used.has(name) ? [`layer ${name}`] : []);
  const version = model.network.cilium?.version;
  return `${[
    '#!/bin/sh',
    `# Brings ${model.name} to the state of this folder: objects are created and changed, in the order of their layers.`,
    '# It never creates, destroys or upgrades a cluster, and it deletes nothing.',
    '#',
    '# usage: ./apply.sh CONTEXT [further flags of kubectl apply]',
    `#   CONTEXT is never guessed: talosctl names it admin@${model.name}; see kubectl config get-contexts`,
    '#   --dry-run=server shows what the API server would say; --force-conflicts takes over fields of other managers',
    'set -eu',
    'cd "$(dirname "$0")"',
    `context=\${1:?"usage: ./apply.sh CONTEXT, e.g. ./apply.sh admin@${model.name}"}`,
    'shift',
    'flags="$*"',
    'case " $flags " in *" --dry-run"*) dry=yes ;; *) dry= ;; esac',
    '',
    'stop() {',
    '  echo "$1" >&2',
    '  exit 1',
    '}',
    `for tool in kubectl${version === undefined ? '' : ' helm'}; do`,
    '  command -v "$tool" >/dev/null || stop "$tool is missing: nothing was changed"',
    'done',
    '',
    '# A cluster with another network is another cluster, or one that has to be migrated first.',
    ...(version === undefined ? refuse(['cilium']) : [...refuse(['kube-flannel', 'kube-proxy']), ...refuseOtherRelease(version)]),
    '',
    'layer() {',
    '  echo "== $1"',
    '  # shellcheck disable=SC2086 # flags are words',
    '  kubectl --context "$context" apply --server-side --field-manager ichor $flags -f "kubernetes/$1"',
    '}',
    '',
    ...layer(layers.namespaces),
    ...layer(layers.crds),
    ...layer(layers.storage),
    ...(version === undefined ? [] : ['', ...ciliumRelease(version), '']),
    ...layer(layers.policies),
    ...missingSecrets(secretsOf(model)),
    ...layer(layers.workloads),
    'echo "== done"',
  ].join('\n')}\n`;
}

function refuse(daemonSets: readonly string[]): string[] {
  return [
    'refuse() {',
    '  found=$(kubectl --context "$context" --namespace kube-system get daemonset "$1" --ignore-not-found --output name)',
    '  [ -z "$found" ] || stop "$1 runs in $context, which the definition does not have: nothing was changed"',
    '}',
    ...daemonSets.map((name) => `refuse ${name}`),
  ];
}

function refuseOtherRelease(version: string): string[] {
  return [
    'releases=$(helm --kube-context "$context" --namespace kube-system list --deployed --failed --pending --filter "^cilium$" --output yaml)',
    'installed=$(printf "%s\\n" "$releases" | sed -n "s/^ *chart: cilium-//p")',
    `if [ -n "$installed" ] && [ "$installed" != ${shellWord(version)} ]; then`,
    `  stop "Cilium $installed runs in $context, and the definition says ${version}: upgrade it first, one minor at a time; nothing was changed"`,
    'fi',
  ];
}

function ciliumRelease(version: string): string[] {
  return [
    'if [ -n "$dry" ]; then',
    '  echo "== Cilium is left out of a dry run"',
    'else',
    `  echo "== Cilium ${version}: nodes become Ready when its agents run"`,
    '  helm --kube-context "$context" --namespace kube-system upgrade --install cilium cilium \\',
    `    --repo ${ciliumRepository} --version ${shellWord(version)} --values cilium/values.yaml --wait --timeout 10m`,
    '  kubectl --context "$context" wait --for create --timeout 2m crd/ciliumnetworkpolicies.cilium.io',
    '  kubectl --context "$context" wait --for condition=established --timeout 2m crd/ciliumnetworkpolicies.cilium.io',
    'fi',
  ];
}

/** A pod whose Secret is missing waits for it without a word; here it is said. */
function missingSecrets(secrets: readonly string[]): string[] {
  if (secrets.length === 0) return [];
  return [
    'needs_secret() {',
    '  kubectl --context "$context" --namespace "$1" get secret "$2" --output name >/dev/null ||',
    '    echo "secret $1/$2 is missing: its pods wait until kubectl create secret makes it" >&2',
    '}',
    ...secrets.map((secret) => `needs_secret ${secret.replace('/', ' ')}`),
    '',
  ];
}
