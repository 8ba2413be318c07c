import type { Protocol } from '../base';
import { type AtLeastOne, type HttpRule, type L7Kind, type L7Of, withL7 } from './l7';
import { type Branded, frozen } from './value';

/**
 * A port at a peer outside of the cluster's workloads: what flows lead to. `K` is the kind of limit that it has, `never`
 * without.
 *
 * Everything may pass through it unless one of `http`, `dns` and `serverNames` says otherwise; that is enforced at the client.
 * Each of them gives another value; called again it adds to what may pass. A port takes limits of one kind.
 */
export interface OutsidePort<out P extends Protocol = Protocol, out K extends L7Kind = L7Kind> extends Branded<'outside-port'> {
  readonly kind: 'outside-port';
  readonly of: Role | Entity | Addresses | HostName;
  readonly port: number;
  readonly protocol: P;
  /** What may pass: any of these; everything where there are none. */
  readonly l7: readonly L7Of<K>[];
  /**
   * The same port for requests that fit one of the rules; Envoy answers others with status 403. TCP only, and only for what
   * isn't encrypted: HTTPS is limited by `serverNames`.
   *
   * @example
   * allow(web, laptop.port(3111).http({ method: 'POST', path: '/api/inngest(\\?.*)?' }));
   *
   * @see https://docs.cilium.io/en/v1.20/security/policy/layer7/#http
   */
  http(this: OutsidePort<'TCP', 'http'>, ...rules: AtLeastOne<HttpRule>): OutsidePort<'TCP', 'http'>;
  /**
   * The same port for questions for one of the names; Cilium's DNS proxy refuses others. TCP or UDP.
   *
   * In names, `*` stands for any characters of one label, and `**.` at the beginning for one label or several.
   *
   * @example
   * allow(web, addresses('192.0.2.53/32').port(53, 'UDP').dns('api.example.com', '*.example.org'));
   *
   * @see https://docs.cilium.io/en/v1.20/security/policy/layer7/#dns-policy-and-ip-discovery
   */
  dns(this: OutsidePort<'TCP' | 'UDP', 'dns'>, ...names: AtLeastOne<string>): OutsidePort<P, 'dns'>;
  /**
   * The same port for TLS connections that ask for one of these servers (SNI); Envoy ends others. TCP only. Names are written
   * as for `dns`. It tells hosts apart that share an address.
   *
   * @example
   * allow(web, hostName('api.example.com').port(443).serverNames('api.example.com'));
   *
   * @see https://docs.cilium.io/en/v1.20/security/policy/layer4/#limit-tls-server-name-indication-sni
   */
  serverNames(this: OutsidePort<'TCP', 'server-names'>, ...names: AtLeastOne<string>): OutsidePort<'TCP', 'server-names'>;
}

interface OutsidePeer {
  /** A port at this peer, to lead a flow to; 1–65535. `protocol` is TCP where it isn't said, since most ports are. */
  port<P extends Protocol = 'TCP'>(port: number, protocol?: P): OutsidePort<P, never>;
}

/** A peer outside of the cluster, known by what it is; each cluster says where it is. */
export interface Role extends OutsidePeer, Branded<'role'> {
  readonly kind: 'role';
  readonly name: string;
  /** Where it is, where no cluster says otherwise. */
  readonly addresses?: RoleAddresses;
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

/** Hosts outside of the cluster, by a name or a pattern of names; their addresses are those that DNS answers with. */
export interface HostName extends OutsidePeer, Branded<'host-name'> {
  readonly kind: 'host-name';
  readonly name: string;
}

function withPorts<T extends OutsidePeer>(peer: Omit<T, 'port' | keyof Branded<string>>): T {
  const value = {
    ...peer,
    port(port: number, protocol: Protocol = 'TCP') {
      return withL7({ kind: 'outside-port', of: value, port, protocol });
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
 * The machines of a local network as a peer: a role with its addresses, in prefix notation. It is where it says in every
 * cluster that doesn't bind the role to others.
 *
 * @param name what the role is called @default 'lan'
 * @example
 * const home = lan('192.168.1.0/24');
 */
export function lan(cidr: string, name = 'lan'): Role {
  return withPorts<Role>({ kind: 'role', name, addresses: { in: cidr, out: cidr } });
}

/**
 * One of Cilium's entities as a peer. `world` is everything outside of the cluster; nodes and pods are not in it.
 *
 * @see https://docs.cilium.io/en/v1.20/security/policy/layer3/#entities-based
 */
export function entity(name: EntityName): Entity {
  return withPorts<Entity>({ kind: 'entity', entity: name });
}

/**
 * Addresses outside of the cluster as a peer, in prefix notation. Cilium matches neither pods nor nodes by address.
 *
 * @see https://docs.cilium.io/en/v1.20/security/policy/layer3/#ip-cidr-based
 */
export function addresses(cidr: string, options: { readonly except?: readonly string[] } = {}): Addresses {
  return withPorts<Addresses>({ kind: 'addresses', cidr, except: options?.except ?? [] });
}

/**
 * Hosts outside of the cluster by their name, as a target of flows. Their flows bring the DNS rule by which Cilium learns the
 * addresses.
 *
 * A name with `*` is a pattern: `*` stands for any characters of one label, `**.` at the beginning for one label or several.
 * `*.example.com` is `api.example.com`, and neither `example.com` nor `eu.api.example.com`.
 *
 * @example
 * allow(web, [hostName('api.example.com').port(443), hostName('**.example.org').port(443)]);
 *
 * @see https://docs.cilium.io/en/v1.20/security/policy/layer3/#dns-based
 * @see cilium 1.20.2 pkg/fqdn/matchpattern/matchpattern.go
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
