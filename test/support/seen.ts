import type { SeenEnd, SeenFlow } from '../../plans';

/** A pod as Hubble names it. */
export function pod(namespace: string, workload: string, labels: Readonly<Record<string, string>> = { app: workload }): SeenEnd {
  return {
    address: '10.244.0.9',
    namespace,
    pod: `${workload}-0`,
    workload,
    labels: [`k8s:io.kubernetes.pod.namespace=${namespace}`, ...Object.entries(labels).map(([key, value]) => `k8s:${key}=${value}`)],
    names: [],
  };
}

/** Somebody outside, at an address. */
export function outsider(address: string, ...names: readonly string[]): SeenEnd {
  return { address, labels: ['reserved:world'], names };
}

/** One of the peers that Cilium reserves a name for. */
export function reserved(...names: readonly string[]): SeenEnd {
  return { address: '10.5.0.2', labels: names.map((name) => `reserved:${name}`), names: [] };
}

/** A connection that was seen twice. */
export function flow(from: SeenEnd, to: SeenEnd, port: number, given: Partial<SeenFlow> = {}): SeenFlow {
  return {
    from,
    to,
    port,
    protocol: 'TCP',
    verdict: 'passed',
    count: 2,
    first: '2026-11-23T04:00:00.000000000Z',
    last: '2026-11-23T04:30:00.500000000Z',
    ...given,
  };
}
