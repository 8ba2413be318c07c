import type { Model } from '../lib/model';

/** A Secret that isn't a pod's, what comes of its absence, and the arguments of `kubectl create secret` that make it. */
export interface Wanted {
  readonly namespace: string;
  readonly name: string;
  readonly without: string;
  readonly creation: string;
}

/** The Secrets that gateways and routers need, beside those of pods. */
export function otherSecrets(model: Model): Wanted[] {
  return [...certificates(model), ...passwords(model)];
}

/** What gateways answer with, each Secret once. */
function certificates({ gateways }: Model): Wanted[] {
  const secrets = new Map<string, { readonly namespace: string; readonly name: string; readonly of: readonly string[] }>();
  for (const { namespace, name, certificate } of gateways) {
    if (certificate === undefined) continue;
    const key = `${namespace}/${certificate}`;
    secrets.set(key, { namespace, name: certificate, of: [...(secrets.get(key)?.of ?? []), name] });
  }
  return [...secrets.values()].map(({ namespace, name, of }) => ({
    namespace,
    name,
    without: `${of.map((gateway) => `gateway ${namespace}/${gateway}`).join(', ')} can't speak HTTPS`,
    creation: `tls ${name} --cert=FILE --key=FILE`,
  }));
}

/**
 * What routers ask of nodes, each Secret once.
 *
 * @see cilium 1.20.2 pkg/bgp/manager/reconciler/neighbor.go (getPeerPassword)
 */
function passwords({ pools }: Model): Wanted[] {
  const peers = pools.flatMap(({ announced }) => (announced.by === 'bgp' ? announced.peers : []));
  const names = [...new Set(peers.flatMap(({ password }) => password ?? []))].sort();
  return names.map((name) => {
    const routers = [...new Set(peers.filter(({ password }) => password === name).map(({ address }) => address))];
    return {
      namespace: 'kube-system',
      name,
      without: `sessions with ${routers.join(', ')} are tried without a password`,
      creation: `generic ${name} --from-file=password=FILE, with no line break in FILE,`,
    };
  });
}
