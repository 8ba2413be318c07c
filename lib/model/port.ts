import type { Protocol } from '../base';
import type { ConstructWorkload } from './construct-workload';
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

/** A port of a workload: what flows lead to and what exposures publish. */
export interface WorkloadPort extends Branded<'port'> {
  readonly kind: 'port';
  readonly of: Workload<string> | Pods<string> | ConstructWorkload<string>;
  readonly handle: string;
}

/** The options of a port, written out. */
export function portOptions(port: number | PortOptions): PortOptions {
  return typeof port === 'number' ? { port } : port;
}
