import type { Protocol } from '../base';
import type { ConstructWorkload } from './construct-workload';
import { type AtLeastOne, type HttpRule, type L7Kind, type L7Of, withL7 } from './l7';
import type { Pods } from './pods';
import type { Branded } from './value';
import type { Workload } from './workload';

/** A container port, under a handle of ours that flows and exposures use. */
export interface PortOptions {
  /** The container port's number, 1–65535. */
  readonly port: number;
  /** @default 'TCP' */
  readonly protocol?: Protocol;
  /** The name of the container port. @default none: an adopted pod template keeps what it has */
  readonly name?: string;
  /** The Service port's number, or `false` where the Service leaves this port out. @default the container port's number */
  readonly service?: number | false;
  /**
   * The name of the Service port.
   *
   * @default the container port's name; where that is absent and the Service has several ports, the handle, since Kubernetes
   * wants a name for each of several ports
   */
  readonly serviceName?: string;
}

/** Ports by handle; a number alone is `{ port }`. */
export type Ports = Readonly<Record<string, number | PortOptions>>;

/**
 * A port of a workload: what flows lead to and what exposures publish. `K` is the kind of limit that it has, `never` without.
 *
 * Everything may pass through it unless one of `http`, `dns` and `serverNames` says otherwise. Each of them gives another
 * value, so that other flows to the same port stay as they are; called again it adds to what may pass. A port takes limits of
 * one kind.
 */
export interface WorkloadPort<out K extends L7Kind = L7Kind> extends Branded<'port'> {
  readonly kind: 'port';
  readonly of: Workload<string> | Pods<string> | ConstructWorkload<string>;
  readonly handle: string;
  /** What may pass: any of these; everything where there are none. */
  readonly l7: readonly L7Of<K>[];
  /**
   * The same port for requests that fit one of the rules; Envoy answers others with status 403. TCP only, and only for what
   * isn't encrypted.
   *
   * It is enforced at the server where that has a policy, and so once for every client; else at the client.
   *
   * @example
   * allow(web, qdrant.port('rest').http({ method: 'GET' }, { method: 'POST', path: '/collections/[^/]+/points/search' }));
   *
   * @see https://docs.cilium.io/en/v1.20/security/policy/layer7/#http
   */
  http(this: WorkloadPort<'http'>, ...rules: AtLeastOne<HttpRule>): WorkloadPort<'http'>;
  /**
   * The same port for questions for one of the names, where the workload is a DNS server; Cilium's DNS proxy refuses others.
   * It is enforced at the client, which therefore has to be a workload of the cluster. TCP or UDP.
   *
   * In names, `*` stands for any characters of one label, and `**.` at the beginning for one label or several. Names of
   * Services and of flows to host names may be asked of CoreDNS in any case.
   *
   * @example
   * allow(web, coreDns.port('dns').dns('api.example.com', '*.example.org'));
   *
   * @see https://docs.cilium.io/en/v1.20/security/policy/layer7/#dns-policy-and-ip-discovery
   */
  dns(this: WorkloadPort<'dns'>, ...names: AtLeastOne<string>): WorkloadPort<'dns'>;
  /**
   * The same port for TLS connections that ask for one of these servers (SNI); Envoy ends others. TCP only. It is enforced
   * at the client, as `dns` is, and names are written as there.
   *
   * @example
   * allow(web, broker.port('tls').serverNames('broker.example.com'));
   *
   * @see https://docs.cilium.io/en/v1.20/security/policy/layer4/#limit-tls-server-name-indication-sni
   */
  serverNames(this: WorkloadPort<'server-names'>, ...names: AtLeastOne<string>): WorkloadPort<'server-names'>;
}

/** A port of a workload as `.port(…)` gives it: without a limit. */
export function workloadPort(of: unknown, handle: string): WorkloadPort<never> {
  return withL7({ kind: 'port', of, handle });
}

/** The options of a port, written out. */
export function portOptions(port: number | PortOptions): PortOptions {
  return typeof port === 'number' ? { port } : port;
}
