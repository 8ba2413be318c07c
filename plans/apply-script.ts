import { shellWord } from '../lib/base';
import { ciliumRelease, fieldManagerOf, gatewayApiOf, layers, type Model } from '../lib/model';
import { ciliumKinds } from './cilium-kinds';
import { installGatewayApi, refuseOtherBundle } from './gateway-api';
import { missingSecrets } from './secrets';

/** Where Cilium's chart is published. */
export const ciliumRepository = ciliumRelease.repository;

/**
 * The script that brings a running cluster to the state of its folder: the layers in order, with Gateway API, where gateways
 * are, and Cilium behind storage. It creates, destroys and upgrades nothing: a cluster with another network, or another release
 * of Cilium or Gateway API than the definition's, stops it before the first change.
 */
export function applyScript(model: Model, used: ReadonlySet<string>): string {
  const layer = (name: string) => (used.has(name) ? [`layer ${name}`] : []);
  const version = model.network.cilium?.version;
  const gatewayApi = gatewayApiOf(model);
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
    ...(gatewayApi === undefined ? [] : refuseOtherBundle(gatewayApi)),
    ...refuseWithoutMonitors(model),
    '',
    'layer() {',
    '  echo "== $1"',
    '  # shellcheck disable=SC2086 # flags are words',
    `  kubectl --context "$context" apply --server-side --field-manager ${fieldManagerOf(model)} $flags -f "kubernetes/$1"`,
    '}',
    '',
    ...layer(layers.namespaces),
    ...layer(layers.crds),
    ...layer(layers.storage),
    ...(version === undefined ? [] : ['', ...installCilium(model, version, used), '']),
    ...layer(layers.network),
    ...layer(layers.policies),
    ...missingSecrets(model),
    ...layer(layers.workloads),
    ...layer(layers.gateways),
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

/** ServiceMonitors are part of Cilium's release, which stops half-way where their kind isn't known. */
function refuseWithoutMonitors({ network }: Model): string[] {
  if (network.cilium?.hubble.serviceMonitors !== true) return [];
  return [
    'kubectl --context "$context" get crd servicemonitors.monitoring.coreos.com --output name >/dev/null ||',
    '  stop "$context has no ServiceMonitors, which Cilium is to bring: install the kinds of the Prometheus operator first; nothing was changed"',
  ];
}

function installCilium(model: Model, version: string, used: ReadonlySet<string>): string[] {
  const gatewayApi = gatewayApiOf(model);
  const { name, namespace, chart } = ciliumRelease;
  const indented = (lines: readonly string[]) => lines.map((line) => `  ${line}`);
  return [
    'if [ -n "$dry" ]; then',
    `  echo "== ${gatewayApi === undefined ? 'Cilium is' : 'Gateway API and Cilium are'} left out of a dry run"`,
    'else',
    ...(gatewayApi === undefined ? [] : indented(installGatewayApi(gatewayApi, fieldManagerOf(model)))),
    `  echo "== Cilium ${version}: nodes become Ready when its agents run"`,
    `  helm --kube-context "$context" --namespace ${namespace} upgrade --install ${name} ${chart} \\`,
    `    --repo ${ciliumRepository} --version ${shellWord(version)} --values cilium/values.yaml --wait --timeout 10m`,
    ...indented(ciliumKinds(model, used).flatMap(waitForKind)),
    'fi',
  ];
}

function waitForKind(kind: string): string[] {
  return [
    `kubectl --context "$context" wait --for create --timeout 2m crd/${kind}.cilium.io`,
    `kubectl --context "$context" wait --for condition=established --timeout 2m crd/${kind}.cilium.io`,
  ];
}
