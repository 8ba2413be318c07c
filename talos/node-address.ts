import type { JsonObject } from '../lib/base';
import { isMultiDocument, type NodeModel } from '../lib/model';
import { document } from './document';

/**
 * The documents by which kubelet and etcd know the node by the address that the definition gives it, whatever else it has:
 * further links, and the VIP while it is here. Talos leaves the VIP out of what etcd tells the others, but not of what etcd
 * listens on, which would change with it; so it is the one address, and not its subnet.
 *
 * @see talos v1.14.1 internal/app/machined/pkg/controllers/etcd/config.go (ListenExcludeSubnets)
 */
export function addressDocuments(node: NodeModel, contract: string): JsonObject[] {
  const subnets = [`${node.address}/32`];
  const nodeIP = { validSubnets: subnets };
  // etcd's is the one concern here that no document of 1.14 has.
  const cluster = node.role === 'worker' ? {} : { cluster: { etcd: { advertisedSubnets: subnets } } };
  if (!isMultiDocument(contract)) return [{ machine: { kubelet: { nodeIP } }, ...cluster }];
  return [...(node.role === 'worker' ? [] : [cluster]), document('KubeNodeConfig', { nodeIP })];
}
