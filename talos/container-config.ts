import { workspace } from './node-script';

/**
 * Lines of shell with `render`, which merges the patch into the whole config that the container has. The file is `$rendered`; it has
 * secrets in it, so only its owner reads it, and it goes with the script.
 *
 * @param isLater whether the patch has a form of its own for config that has it already
 */
export function containerConfig(isLater: boolean): string[] {
  return [
    ...workspace,
    'refused() {',
    '  stop "$(cat "$made/said")"',
    '}',
    'render() {',
    '  made=$(mktemp -d "$folder/config.XXXXXX")',
    '  rendered=$made/$1.yaml',
    '  ask "$address" get machineconfig v1alpha1 --output "jsonpath={.spec}" >"$made/live.yaml" 2>"$made/said" || refused',
    `  talosctl machineconfig patch "$made/live.yaml" --patch "@$patches/${isLater ? 'later' : 'controlplane'}-patch.yaml" --output "$rendered" >"$made/said" 2>&1 || refused`,
    '  talosctl validate --config "$rendered" --mode container >"$made/said" 2>&1 || refused',
    '}',
    '',
  ];
}
