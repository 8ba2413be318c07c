import { parseVersion, shellWord } from '../lib/base';
import type { MetalModel, Model } from '../lib/model';
import { renderedConfig } from './metal-config';
import { addressesOf, asking, byRole, entering, forEach, programsNeeded, stopping } from './node-script';
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
  const steps = [
    usage(model, platform),
    stopping,
    programsNeeded,
    entering('./create.sh config'),
    images(model, platform),
    renderedConfig(model, platform),
    config(model, platform),
    apply(model, platform),
    asking,
    bootstrap(model, platform),
    kubeconfig(model, platform),
    dispatch,
  ];
  return `${steps.flat().join('\n')}\n`;
}

function usage({ name, versions, network }: Model, platform: MetalModel): string[] {
  const [first] = platform.nodes;
  return [
    '#!/bin/sh',
    `# Makes ${name} of its machines: Talos ${versions.talos} with Kubernetes ${versions.kubernetes}. In this order:`,
    '#',
    '#   ./create.sh images                       has Image Factory make what the machines boot from, and says where it is',
    '#   ./create.sh config FOLDER                makes the secrets in FOLDER once, and the talosconfig, and tries the config of each node',
    '#   ./create.sh apply FOLDER NODE [ADDRESS]  gives a node that has booted its config; ADDRESS is what its screen shows,',
    '#                                            where that is not yet the one of the definition',
    `#   ./create.sh bootstrap FOLDER             starts etcd on ${first?.name}, once in the life of the cluster, when all control`,
    '#                                            planes have their config',
    '#   ./create.sh kubeconfig FOLDER            fetches the kubeconfig, and waits for the API server; bootstrap ends with it',
    '#',
    `# Needs talosctl ${parseVersion(versions.talos)?.minor ?? versions.contract} or newer, kubectl and curl. FOLDER is outside of git, or ignored by it. Keep secrets.yaml: without`,
    '# it no node can be added or changed, and config never overwrites it.',
    "# A node's config has secrets in it: it is made when it is needed, where only its owner reads it, and goes again.",
    '# After a change of the definition, a node that runs takes what changed by configure.sh, and no longer by apply.',
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
  const { controlPlanes } = byRole(platform);
  const contract = `v${versions.contract}`;
  return [
    'config() {',
    '  need talosctl',
    '  (umask 077 && mkdir -p "$1")',
    '  enter "$1"',
    ...secrets(versions.contractSaid, contract),
    `  talosctl gen config ${shellWord(name)} https://${platform.endpoint}:6443 --force --with-secrets "$folder/secrets.yaml" \\`,
    `    --talos-version ${contract} --output-types talosconfig --output "$folder/talosconfig"`,
    ...(platform.vip === undefined ? [] : [`  # Not ${platform.vip}: it is there once etcd runs, and moves while a node answers.`]),
    `  talosctl --talosconfig "$folder/talosconfig" config endpoint ${addressesOf(controlPlanes)}`,
    ...forEach(
      'node',
      platform.nodes.map(({ name: node }) => shellWord(node)),
    ),
    '    render "$node"',
    '    echo "Talos takes the config of $node"',
    '  done',
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
    '  render "$2"',
    '  talosctl apply-config --insecure --nodes "${3:-$address}" --file "$rendered"',
    '  echo "$2 takes its config, installs Talos where it is not installed yet, and answers at $address afterwards"',
    '}',
    '',
  ];
}

/**
 * A second bootstrap would make a second etcd. A control plane that was never part of one waits in the state `Preparing`, and has
 * none of its data.
 *
 * @see talos v1.13.9 internal/app/machined/pkg/system/services/etcd.go, internal/app/machined/internal/server/v1alpha1/v1alpha1_server.go (Bootstrap)
 */
function bootstrap(_: Model, platform: MetalModel): string[] {
  const { controlPlanes } = byRole(platform);
  return [
    '# A second bootstrap would make a second etcd: all control planes have to say that they have none, and never had.',
    'without_etcd() {',
    '  left=60',
    '  while :; do',
    '    etcd=$(ask "$1" service etcd) || stop "$1 does not answer with the config of $folder: nothing was started"',
    '    state=$(echo "$etcd" | sed -n "s/^STATE  *//p")',
    '    case "$state" in',
    '      Preparing) break ;;',
    '      Running) stop "etcd runs on $1: the cluster is bootstrapped; ./create.sh kubeconfig $folder goes on from there" ;;',
    '      "") stop "$1 does not say how etcd is: nothing was started" ;;',
    '      Failed | Finished | Skipped) stop "etcd on $1 is $state: nothing was started" ;;',
    '    esac',
    '    left=$((left - 1))',
    '    [ "$left" -gt 0 ] || stop "etcd on $1 is $state, and was not ready for a bootstrap within 5 minutes: nothing was started"',
    '    sleep 5',
    '  done',
    '  if data=$(ask "$1" list /var/lib/etcd/member 2>&1); then',
    '    stop "$1 has data of etcd in /var/lib/etcd, so it is or was a member: nothing was started; where that cluster is gone for good, talosctl reset makes the machine new"',
    '  fi',
    '  case "$data" in',
    '    *"no such file"*) ;;',
    '    *) stop "$1 does not say whether it has data of etcd: nothing was started; $data" ;;',
    '  esac',
    '}',
    'bootstrap() {',
    '  need talosctl kubectl',
    '  enter "$1"',
    ...forEach(
      'node',
      controlPlanes.map(({ address }) => address),
    ),
    '    without_etcd "$node"',
    '  done',
    `  ask ${controlPlanes[0]?.address} bootstrap`,
    '  kubeconfig "$1"',
    '}',
    '',
  ];
}

function kubeconfig({ name, versions }: Model, platform: MetalModel): string[] {
  const first = byRole(platform).controlPlanes[0]?.address;
  return [
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
