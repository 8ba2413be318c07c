import { shellWord } from '../lib/base';
import type { MetalModel, Model } from '../lib/model';
import { byRole, workspace } from './node-script';

/**
 * Lines of shell with `render NODE`, which makes the whole config of a node of the secrets and its patches. The file is `$rendered`;
 * it has secrets in it, so only its owner reads it, and it goes with the script.
 *
 * @see talos v1.14.1 cmd/talosctl/cmd/mgmt/gen/config.go
 */
export function renderedConfig({ name, versions }: Model, platform: MetalModel): string[] {
  const { controlPlanes, workers } = byRole(platform);
  const names = (nodes: readonly { readonly name: string }[]) => nodes.map((node) => shellWord(node.name)).join(' | ');
  return [
    ...workspace,
    'refused() {',
    '  stop "$(cat "$made/said")"',
    '}',
    'render() {',
    '  case "$1" in',
    `    ${names(controlPlanes)}) role=controlplane flag=--config-patch-control-plane ;;`,
    ...(workers.length === 0 ? [] : [`    ${names(workers)}) role=worker flag=--config-patch-worker ;;`]),
    `    *) stop "${name} has no node '$1'" ;;`,
    '  esac',
    '  [ -e "$folder/secrets.yaml" ] || stop "$folder/secrets.yaml is missing: bring the one of the cluster; for a new one run ./create.sh config FOLDER first"',
    '  [ -n "$made" ] || made=$(mktemp -d "$folder/config.XXXXXX")',
    '  rendered=$made/$1.yaml',
    `  talosctl gen config ${shellWord(name)} https://${platform.endpoint}:6443 --force --with-secrets "$folder/secrets.yaml" \\`,
    `    --talos-version v${versions.contract} --kubernetes-version ${versions.kubernetes} --with-docs=false --with-examples=false \\`,
    '    "$flag" "@$patches/$role-patch.yaml" --output-types "$role" --output "$made/$role.yaml" >"$made/said" 2>&1 || refused',
    '  talosctl machineconfig patch "$made/$role.yaml" --patch "@$patches/nodes/$1-patch.yaml" --output "$rendered" >"$made/said" 2>&1 || refused',
    '  talosctl validate --config "$rendered" --mode metal >"$made/said" 2>&1 || refused',
    '}',
    '',
  ];
}
