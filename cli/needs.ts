import { join } from 'node:path';
import { minVersion } from 'semver';
import { parseVersion } from '../lib/base';
import { ciliumRelease, type DatapathModel, type Model, talosctlForDocker } from '../lib/model';
import type { ClusterNeeds, Needs, Registry } from '../lib/run';
import { ownPackage } from './package';

/** What a cluster asks of this machine; without one, what every cluster asks. */
export function needsOf(model: Model | undefined): Needs {
  const node = minVersion(ownPackage().engines.node)?.version ?? '20.0.0';
  return { node, talosctl: talosctlForDocker, ...(model === undefined ? {} : { cluster: clusterNeeds(model) }) };
}

function clusterNeeds(model: Model): ClusterNeeds {
  const { name, platform, exposures, network, versions } = model;
  const cilium = network.cilium !== undefined;
  const state = join('.ichor', name);
  const reach = { kubeconfig: join(state, 'kubeconfig'), talosconfig: join(state, 'talosconfig') };
  const common = { name, cilium, kubernetes: versions.kubernetes, registries: registriesOf(model) };
  if (platform.kind === 'metal') {
    const nodes = platform.nodes.map(({ name, address }) => ({ name, address }));
    const hosts = platform.nodes.filter(({ role }) => role === 'control-plane').map(({ address }) => address);
    return {
      ...common,
      platform: 'metal',
      talosctl: `${parseVersion(versions.talos)?.minor ?? versions.contract}.0`,
      nodes,
      reach: { ...reach, hosts: [...new Set([platform.endpoint, ...hosts])] },
    };
  }
  const { provider, memory, cpus, subnet, hostIp, nodeAddress } = platform;
  const ports = exposures.map(({ hostPort: port, protocol }) => ({ port, protocol })).sort((a, b) => a.port - b.port);
  return {
    ...common,
    platform: 'docker',
    provider,
    memory,
    cpus,
    subnet,
    hostIp,
    ports,
    modules: network.cilium === undefined ? [] : modulesOf(network.cilium.datapath),
    reach: { ...reach, hosts: [...new Set(['127.0.0.1', 'localhost', hostIp, nodeAddress])] },
  };
}

/** @see https://docs.cilium.io/en/v1.20/operations/system_requirements/#linux-kernel */
function modulesOf({ routing, tunnelProtocol, encryption }: DatapathModel): string[] {
  return [
    ...['br_netfilter', 'cls_bpf', 'ip_set', 'sch_ingress', 'xt_CT', 'xt_TPROXY', 'xt_socket'],
    ...(routing === 'tunnel' ? [tunnelProtocol] : []),
    ...(encryption === undefined ? [] : [encryption]),
  ].sort();
}

/** Where Talos, Kubernetes, Cilium and the workloads come from, each once. */
function registriesOf({ platform, network, workloads }: Model): Registry[] {
  const hosts = [
    'ghcr.io',
    'registry.k8s.io',
    ...(platform.kind === 'metal' ? ['factory.talos.dev'] : []),
    ...(network.cilium === undefined ? [] : [new URL(ciliumRelease.repository).hostname, 'quay.io']),
    ...workloads.map(({ options }) => registryOf(options.image)),
  ];
  return [...new Set(hosts)].sort().map((host) => {
    const [name = '', port] = host.split(':');
    return port === undefined ? { host: name } : { host: name, port: Number(port) };
  });
}

/** An image without a host is Docker Hub's. */
function registryOf(image: string): string {
  const [first = ''] = image.split('/');
  return image.includes('/') && /[.:]|^localhost$/.test(first) ? first : 'registry-1.docker.io';
}
