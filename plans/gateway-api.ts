import { shellWord } from '../lib/base';
import type { GatewayApiRelease } from '../lib/model';

/**
 * Lines that stop the script before the first change where the cluster has another minor of Gateway API. Its kinds are upstream's
 * own and shared by all that use them, so a script that only creates and changes doesn't take them up or down.
 *
 * @see https://gateway-api.sigs.k8s.io/guides/crd-management/
 */
export function refuseOtherBundle({ version, files }: GatewayApiRelease): string[] {
  const minor = version.replace(/\.\d+$/, '');
  const bring = files.map((file) => `kubectl --context $context apply --server-side -f ${file}`).join(' && ');
  return [
    'bundle=$(kubectl --context "$context" get crd gateways.gateway.networking.k8s.io --ignore-not-found \\',
    "  --output 'jsonpath={.metadata.annotations.gateway\\.networking\\.k8s\\.io/bundle-version}')",
    'case "$bundle" in',
    `"" | ${minor}.*) ;;`,
    `*) stop "Gateway API $bundle is in $context, and this release of Cilium works with ${version}: bring it there first (${bring}); nothing was changed" ;;`,
    'esac',
  ];
}

/**
 * Lines that install the kinds of Gateway API, which have to be there when Cilium's operator starts, and wait until the API
 * server knows them. Another patch of the same minor stays as it is, if it has them all.
 */
export function installGatewayApi({ version, files, kinds }: GatewayApiRelease, fieldManager: string): string[] {
  return [
    `if [ -z "$bundle" ] || [ "$bundle" = ${shellWord(version)} ]; then`,
    `  echo "== Gateway API ${version}"`,
    ...files.flatMap((file) => [
      '  # shellcheck disable=SC2086 # flags are words',
      `  kubectl --context "$context" apply --server-side --field-manager ${fieldManager} $flags -f ${shellWord(file)}`,
    ]),
    'else',
    '  echo "== Gateway API $bundle stays as it is"',
    'fi',
    `for kind in ${kinds.join(' ')}; do`,
    '  kubectl --context "$context" wait --for condition=established --timeout 2m "crd/$kind.gateway.networking.k8s.io" ||',
    '    stop "Gateway API in $context has no $kind, without which Cilium leaves all of it alone"',
    'done',
  ];
}
