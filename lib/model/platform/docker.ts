import type { Role } from '../peers';
import { type Branded, frozen } from '../value';

/** What runs Docker; it decides at which address pods reach the host. */
export type DockerProvider = 'colima' | 'docker-desktop' | 'engine' | 'other';

/**
 * The address at which pods dial the host, by provider; `undefined` where it has to be said.
 *
 * Colima: Lima's user-mode network has the host at 192.168.5.2 (https://lima-vm.io/docs/config/network/user). Docker Engine
 * on Linux: the host is the network's own gateway, which depends on the subnet and is filled in later. Docker Desktop gives
 * the host a name, `host.docker.internal`, but promises no address.
 */
export const hostAddressOut: Record<DockerProvider, string | 'gateway' | undefined> = {
  colima: '192.168.5.2',
  engine: 'gateway',
  'docker-desktop': undefined,
  other: undefined,
};

/** The nodes of a cluster, as made by {@link controlPlanes}. */
export interface Nodes extends Branded<'nodes'> {
  readonly kind: 'nodes';
  readonly controlPlanes: number;
}

/** That many control-plane nodes, which run workloads as well. */
export function controlPlanes(count: number): Nodes {
  return frozen({ kind: 'nodes', controlPlanes: count } as Nodes);
}

/** Options of {@link docker}. */
export interface DockerOptions {
  /** The role of the machine that runs Docker: the client of everything that `onHost` publishes. @default none: nothing can be published */
  readonly host?: Role;
  /** What runs Docker. It has no default, since addresses follow from it; `'other'` asks for `hostAddress`. */
  readonly provider: DockerProvider;
  /**
   * Where the host is, seen from pods, where that differs from what the provider is known for: `in` is the address that
   * connections through the port map come from, `out` the one that pods dial.
   *
   * @default `in`: the first address of the subnet, Docker's gateway, from which connections through its port map arrive.
   * `out`: what the provider is known for, see {@link hostAddressOut}
   */
  readonly hostAddress?: { readonly in?: string; readonly out?: string };
  /** The address of the host that published ports listen on. @default '127.0.0.1': nobody but the host itself */
  readonly hostIp?: string;
  /** Memory of each control-plane container, as talosctl writes it (`6GiB`). */
  readonly memory: string;
  /** CPUs of each control-plane container. @default 2, talosctl's own */
  readonly cpus?: number;
  /** The network of the containers. @default '10.5.0.0/24', talosctl's own */
  readonly subnet?: string;
  /** @default controlPlanes(1): the only number that works, since the port map is given to each control plane */
  readonly nodes?: Nodes;
}

/** Talos in Docker, as made by {@link docker}. */
export interface DockerPlatform extends Branded<'platform'> {
  readonly kind: 'docker';
  readonly options: DockerOptions;
}

/**
 * Talos in a Docker container, as `talosctl cluster create docker` makes it. The kernel, and with it what Cilium can do, is
 * that of Docker's machine.
 *
 * @see https://docs.siderolabs.com/talos/v1.13/platform-specific-installations/local-platforms/docker
 */
export function docker(options: DockerOptions): DockerPlatform {
  return frozen({ kind: 'docker', options: { ...options } } as DockerPlatform);
}
