import { parseVersion, shellWord } from '../lib/base';
import type { MetalModel, Model } from '../lib/model';
import { isPi, piUpgradeNote } from './pi-notes';
import { bootImageUrl, factory } from './schematic';
import { nodeImages } from './schematics';

/**
 * The script beside the patches that makes a cluster of machines, step by step: images, config, each node, etcd. It writes
 * secrets to a folder that a person names, never overwrites them, and changes no node that runs.
 *
 * @see talos v1.14.1 cmd/talosctl/cmd/mgmt/gen/config.go
 */
export function metalScript(model: Model, platform: MetalModel): string {
  const steps = [usage(model, platform), ...common, images(model, platform), config(model, platform), apply(model, platform)];
  return `${[...steps, ...bootstrap(model, platform), dispatch].flat().join('\n')}\n`;
}

function usage({ name, versions, network }: Model, platform: MetalModel): string[] {
  const [first] = platform.nodes;
  return [
    '#!/bin/sh',
    `# Makes ${name} of its machines: Talos ${versions.talos} with Kubernetes ${versions.kubernetes}. In this order:`,
    '#',
    '#   ./create.sh images                       has Image Factory make what the machines boot from, and says where it is',
    "#   ./create.sh config FOLDER                writes the nodes' config and the secrets in it to FOLDER",
    '#   ./create.sh apply FOLDER NODE [ADDRESS]  gives a node that has booted its config; ADDRESS is what its screen shows,',
    '#                                            where that is not yet the one of the definition',
    `#   ./create.sh bootstrap FOLDER             starts etcd on ${first?.name}, once in the life of the cluster, when all control`,
    '#                                            planes have their config',
    '#   ./create.sh kubeconfig FOLDER            fetches the kubeconfig, and waits for the API server; bootstrap ends with it',
    '#',
    `# Needs talosctl ${parseVersion(versions.talos)?.minor ?? versions.contract} or newer, kubectl and curl. FOLDER is outside of git, or ignored by it. Keep secrets.yaml: without`,
    '# it no node can be added or changed, and config never overwrites it.',
    '# After a change of the definition, run config again. A node that runs takes what changed by the following, and no longer by',
    '# apply; --dry-run says what would happen:',
    '#   talosctl --talosconfig FOLDER/talosconfig --nodes ADDRESS apply-config --file FOLDER/nodes/NODE.yaml --dry-run',
    ...(platform.nodes.every(isPi) ? [] : upgrade),
    ...(network.cilium === undefined ? [] : ['# Nodes stay NotReady and CoreDNS Pending until Cilium is installed: this is normal.']),
    ...(platform.nodes.some(isPi) ? ['#', ...piUpgradeNote.map((line) => `# ${line}`)] : []),
    'set -eu',
    'patches=$(cd "$(dirname "$0")" && pwd)',
    '',
  ];
}

const upgrade = [
  '# Another Talos, one node at a time, by the installer that stands in schematic-*.yaml:',
  '#   talosctl --talosconfig FOLDER/talosconfig --nodes ADDRESS upgrade --image INSTALLER',
];

const common = [
  'stop() {',
  '  echo "$1" >&2',
  '  exit 1',
  '}',
  '',
  'need() {',
  '  for program; do',
  '    command -v "$program" >/dev/null || stop "$program is not on PATH"',
  '  done',
  '}',
  '',
  '# Only its owner reads what is written to the folder, and git never sees it.',
  'enter() {',
  '  umask 077',
  '  [ -d "$1" ] || stop "there is no folder \'$1\': ./create.sh config makes it"',
  '  folder=$(cd "$1" && pwd)',
  '  [ "$(git -C "$folder" rev-parse --is-inside-work-tree 2>/dev/null)" = true ] || return 0',
  '  for file in secrets.yaml talosconfig kubeconfig controlplane.yaml worker.yaml nodes/node.yaml; do',
  '    git -C "$folder" check-ignore --quiet "$file" || stop "git would commit $folder/$file: name a folder outside of the repository"',
  '  done',
  '}',
  '',
];

function images({ versions }: Model, platform: MetalModel): string[] {
  return [
    '# The factory serves images of a schematic only once it was given it.',
    'schematic() {',
    `  answer=$(curl --fail --silent --show-error --data-binary "@$patches/schematic-$1.yaml" ${factory}/schematics)`,
    '  case "$answer" in',
    '    *"$2"*) echo "$4: $3" ;;',
    '    *) stop "the factory knows schematic-$1.yaml by another id than $2: $answer" ;;',
    '  esac',
    '}',
    'images() {',
    '  need curl',
    ...nodeImages(platform).flatMap(({ name, id, bootImage, nodes }) => [
      `  schematic ${shellWord(name)} ${id} \\`,
      `    ${bootImageUrl(id, versions.talos, bootImage)} \\`,
      `    ${shellWord(`${nodes.map((node) => node.name).join(', ')} ${nodes.some(isPi) ? 'boot from an SD card with' : 'boot from a stick with'}`)}`,
    ]),
    '}',
    '',
  ];
}

function config({ name, versions }: Model, platform: MetalModel): string[] {
  const { controlPlanes, workers } = byRole(platform);
  const contract = `v${versions.contract}`;
  const types = ['controlplane', ...(workers.length === 0 ? [] : ['worker']), 'talosconfig'].join(',');
  return [
    'node() {',
    '  talosctl machineconfig patch "$folder/$2.yaml" --patch "@$patches/nodes/$1-patch.yaml" --output "$folder/nodes/$1.yaml"',
    '  talosctl validate --config "$folder/nodes/$1.yaml" --mode metal',
    '}',
    'config() {',
    '  need talosctl',
    '  (umask 077 && mkdir -p "$1")',
    '  enter "$1"',
    '  mkdir -p "$folder/nodes"',
    ...secrets(versions.contractSaid, contract),
    `  talosctl gen config ${shellWord(name)} https://${platform.endpoint}:6443 --force --with-secrets "$folder/secrets.yaml" \\`,
    `    --talos-version ${contract} --kubernetes-version ${versions.kubernetes} --with-docs=false --with-examples=false \\`,
    '    --config-patch-control-plane "@$patches/controlplane-patch.yaml" \\',
    ...(workers.length === 0 ? [] : ['    --config-patch-worker "@$patches/worker-patch.yaml" \\']),
    `    --output-types ${types} --output "$folder"`,
    ...(platform.vip === undefined ? [] : [`  # Not ${platform.vip}: it is there once etcd runs, and moves while a node answers.`]),
    `  talosctl --talosconfig "$folder/talosconfig" config endpoint ${addresses(controlPlanes)}`,
    ...controlPlanes.map((node) => `  node ${shellWord(node.name)} controlplane`),
    ...workers.map((node) => `  node ${shellWord(node.name)} worker`),
    '}',
    '',
  ];
}

function secrets(contractSaid: boolean, contract: string): string[] {
  if (contractSaid)
    return [
      '  # The cluster is older than its Talos, so it has secrets, and config with others would make another cluster.',
      '  [ -e "$folder/secrets.yaml" ] ||',
      '    stop "bring $folder/secrets.yaml: talosctl gen secrets --from-controlplane-config makes it of the config of a control plane"',
    ];
  return [
    '  [ -e "$folder/secrets.yaml" ] ||',
    `    talosctl gen secrets --talos-version ${contract} --output-file "$folder/secrets.yaml"`,
  ];
}

function apply({ name }: Model, { nodes }: MetalModel): string[] {
  return [
    'address() {',
    '  case "$1" in',
    ...nodes.map((node) => `    ${shellWord(node.name)}) echo ${node.address} ;;`),
    `    *) stop "${name} has no node '$1'" ;;`,
    '  esac',
    '}',
    'apply() {',
    '  need talosctl',
    '  enter "$1"',
    '  address=$(address "$2")',
    '  [ -e "$folder/nodes/$2.yaml" ] || stop "$folder/nodes/$2.yaml is missing: run ./create.sh config $1 first"',
    '  talosctl apply-config --insecure --nodes "${3:-$address}" --file "$folder/nodes/$2.yaml"',
    '  echo "$2 takes its config, installs Talos where it is not installed yet, and answers at $address afterwards"',
    '}',
    '',
  ];
}

function bootstrap({ name, versions }: Model, platform: MetalModel): string[][] {
  const { controlPlanes } = byRole(platform);
  const first = controlPlanes[0]?.address;
  return [
    [
      '# Asks one node, through itself.',
      'ask() {',
      '  node=$1',
      '  shift',
      '  talosctl --talosconfig "$folder/talosconfig" --endpoints "$node" --nodes "$node" "$@"',
      '}',
      '',
      '# A second bootstrap would make a second etcd: all control planes have to say that they have none.',
      'bootstrap() {',
      '  need talosctl kubectl',
      '  enter "$1"',
      `  for node in ${addresses(controlPlanes)}; do`,
      '    etcd=$(ask "$node" service etcd) || stop "$node does not answer with the config of $folder: nothing was started"',
      '    case $(echo "$etcd" | sed -n "s/^STATE  *//p") in',
      `      Running) stop "etcd runs on $node: the cluster is bootstrapped; ./create.sh kubeconfig $1 goes on from there" ;;`,
      '      "") stop "$node does not say how etcd is: nothing was started" ;;',
      '    esac',
      '  done',
      `  ask ${first} bootstrap`,
      '  kubeconfig "$1"',
      '}',
      '',
    ],
    [
      'kubeconfig() {',
      '  need talosctl kubectl',
      '  enter "$1"',
      `  ask ${first} kubeconfig "$folder/kubeconfig" --merge=false --force`,
      `  echo "waiting for https://${platform.endpoint}:6443, which takes some minutes while nodes fetch Kubernetes ${versions.kubernetes}"`,
      '  left=120',
      '  until kubectl --kubeconfig "$folder/kubeconfig" get --raw /readyz >/dev/null 2>&1; do',
      '    left=$((left - 1))',
      `    [ "$left" -gt 0 ] || stop "it does not answer after 10 minutes: talosctl --talosconfig $folder/talosconfig --nodes ${first} dmesg says why"`,
      '    sleep 5',
      '  done',
      `  echo "next: KUBECONFIG=$folder/kubeconfig $(dirname "$patches")/apply.sh admin@${name}"`,
      '}',
      '',
    ],
  ];
}

const dispatch = [
  'case "${1:-} $#" in',
  `  "help 1" | "-h 1" | "--help 1") sed -n '2,/^set -eu/s/^# \\{0,1\\}//p' "$0" ;;`,
  '  "images 1") images ;;',
  '  "config 2" | "bootstrap 2" | "kubeconfig 2") "$1" "$2" ;;',
  '  "apply 3" | "apply 4") apply "$2" "$3" "${4:-}" ;;',
  '  *) stop "usage: ./create.sh images | config FOLDER | apply FOLDER NODE [ADDRESS] | bootstrap FOLDER | kubeconfig FOLDER; ./create.sh --help says more" ;;',
  'esac',
];

function byRole({ nodes }: MetalModel) {
  return {
    controlPlanes: nodes.filter(({ role }) => role === 'control-plane'),
    workers: nodes.filter(({ role }) => role === 'worker'),
  };
}

function addresses(nodes: readonly { readonly address: string }[]): string {
  return nodes.map(({ address }) => address).join(' ');
}
