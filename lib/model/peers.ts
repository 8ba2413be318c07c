import type { Protocol } from '../base';
import { type Branded, frozen } from './value';

/** A port at a peer outside of the cluster's workloads. */
export interface OutsidePort extends Branded<'outside-port'> {
  readonly kind: 'outside-port';
  readonly of: Role | Entity | Addresses | HostName;
  readonly port: number;
  readonly protocol: Protocol;
}

interface OutsidePeer {
  /** A port at this peer, to lead a flow to; 1–65535, TCP unless said otherwise. */
  port(port: number, protocol?: Protocol): OutsidePort;
}

/** A peer outside of the cluster, known by what it is; each cluster says where it is. */
export interface Role extends OutsidePeer, Branded<'role'> {
  readonly kind: 'role';
  readonly name: string;
}

/** One of Cilium's entities. */
export interface Entity extends OutsidePeer, Branded<'entity'> {
  readonly kind: 'entity';
  readonly entity: EntityName;
}

/**
 * The entities that Cilium 1.19 and 1.20 accept in a policy and that a flow may name.
 *
 * @see cilium 1.20.2 pkg/policy/api/entity.go
 */
export type EntityName = 'world' | 'host' | 'remote-node' | 'kube-apiserver' | 'cluster' | 'ingress' | 'health';

/** Every entity that a flow may name. */
export const entityNames: readonly EntityName[] = ['cluster', 'health', 'host', 'ingress', 'kube-apiserver', 'remote-node', 'world'];

/** A block of addresses outside of the cluster. */
export interface Addresses extends OutsidePeer, Branded<'addresses'> {
  readonly kind: 'addresses';
  readonly cidr: string;
  readonly except: readonly string[];
}

/** A host outside of the cluster, by name; its addresses are those that DNS answers with. */
export interface HostName extends OutsidePeer, Branded<'host-name'> {
  readonly kind: 'host-name';
  readonly name: string;
}

function withPorts<T extends OutsidePeer>(peer: Omit<T, 'port' | keyof Branded<string>>): T {
  const value = {
    ...peer,
    port(port: number, protocol: Protocol = 'TCP') {
      return frozen({ kind: 'outside-port', of: value, port, protocol } as unknown as OutsidePort);
    },
  } as unknown as T;
  Object.defineProperty(value, 'port', { enumerable: false });
  return frozen(value);
}

/**
 * A peer outside of the cluster by the part it plays, e.g. the laptop that runs Docker. The platform, or `roles`, binds it
 * to addresses, separately for coming in and going out.
 */
export function outside(name: string): Role {
  return withPorts<Role>({ kind: 'role', name });
}

/**
 * One of Cilium's entities as a peer. `world` is everything outside of the cluster; nodes and pods are not in it.
 *
 * @see https://docs.cilium.io/en/v1.20/security/policy/language/#entities-based
 */
export function entity(name: EntityName): Entity {
  return withPorts<Entity>({ kind: 'entity', entity: name });
}

/**
 * Addresses outside of the cluster as a peer, in prefix notation. Cilium matches neither pods nor nodes by address.
 *
 * @see https://docs.cilium.io/en/v1.20/security/policy/language/#ip-cidr-based
 */
export function addresses(cidr: string, options: { readonly except?: readonly string[] } = {}): Addresses {
  return withPorts<Addresses>({ kind: 'addresses', cidr, except: options?.except ?? [] });
}

/**
 * A host outside of the cluster by its name, as a target of flows. Its flows bring the DNS rule by which Cilium learns the
 * addresses.
 *
 * @see https://docs.cilium.io/en/v1.20/security/policy/language/#dns-based
 */
export function hostName(name: string): HostName {
  return withPorts<HostName>({ kind: 'host-name', name });
}

/** Where a role is, seen from the cluster. */
export interface RoleAddresses {
  /** The address or block that its connections into the cluster come from, as a pod sees it. */
  readonly in?: string;
  /** The address or block at which pods dial it. */
  readonly out?: string;
}

/** A role with its addresses, as made by {@link bind}. */
export interface RoleBinding extends Branded<'role-binding'> {
  readonly kind: 'role-binding';
  readonly role: Role;
  readonly addresses: RoleAddresses;
}

/** Says where a role is in this cluster. */
export function bind(role: Role, where: RoleAddresses): RoleBinding {
  return frozen({ kind: 'role-binding', role, addresses: { ...where } } as RoleBinding);
}
