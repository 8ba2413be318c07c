import type { FlowModel, NodeCounts } from '../model';
import type { Context } from './context';

/**
 * Says under Flannel which reasons to move to Cilium the definition has already: of the four that were agreed on for joelclaw,
 * those that a definition can show. Whether anybody wants to see flows is for people to say.
 *
 * @see https://github.com/joelhooks/joelclaw/blob/b26b477f6c0ec9423468803283375bad68f20b10/apps/web/content/adrs/0030-cilium-cni-kube-proxy-replacement.md
 */
export function reportReasons(context: Context, flows: readonly FlowModel[], nodes: NodeCounts): void {
  const { namespaces = [], expose = [] } = context.definition;
  const count = nodes.controlPlanes + nodes.workers;
  const closed = namespaces.some(({ options }) => options.closed === true);
  const reasons = [
    ...(count > 1 ? [`several nodes (${count})`] : []),
    ...(flows.length > 0 || closed
      ? [flows.length > 0 ? `isolation (flows declared: ${flows.length})` : 'isolation (a closed namespace)']
      : []),
    ...(expose.some(({ kind }) => kind === 'on-hostname') ? ['a gateway'] : []),
  ];
  if (reasons.length === 0) return;
  context.add(
    'NET009',
    'network',
    `of the four reasons to move from Flannel to Cilium the definition has ${new Intl.ListFormat('en-GB').format(reasons)}; whether flows have to be seen is for you to say`,
    { repair: "write network: cilium({ version: '…' }) when the time has come, or accept this" },
  );
}
