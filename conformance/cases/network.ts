import { cilium, flannel, onHost } from 'ichor';
import { inngest, qdrant, redis } from '../../clusters/shared/joelclaw';
import type { Case } from '../case';
import { pins } from '../pins';
import { ciliumWith, variant, versions } from './variant';

/** Releases and options of Cilium. */
export const networkCases: readonly Case[] = [
  variant('Cilium 1.19', { versions: versions['1.12'], network: ciliumWith({ version: pins.cilium['1.19'] }) }),
  variant('Cilium 1.19 without Hubble', {
    versions: versions['1.12'],
    network: ciliumWith({ version: pins.cilium['1.19'], hubble: false }),
  }),
  variant('Cilium 1.20 without Hubble', { network: ciliumWith({ hubble: false }) }),
  variant('Hubble with relay alone', { network: ciliumWith({ hubble: {} }) }),
  variant('Hubble without relay', { network: ciliumWith({ hubble: { relay: false } }) }),
  variant('an agent with limits', {
    network: ciliumWith({ resources: { requests: { cpu: '200m', memory: '600Mi' }, limits: { cpu: '2', memory: '1Gi' } } }),
  }),
  variant(
    'values of the user for Cilium 1.19',
    {
      versions: versions['1.12'],
      network: cilium({
        version: pins.cilium['1.19'],
        values: { debug: { enabled: true }, MTU: 1400, bpf: { mapDynamicSizeRatio: 0.001 } },
      }),
    },
    { config: { debug: 'true', mtu: '1400', 'bpf-map-dynamic-size-ratio': '0.001' } },
  ),
  variant(
    'values of the user for Cilium 1.20',
    { network: cilium({ version: pins.cilium['1.20'], values: { debug: { enabled: true }, MTU: 1400 } }) },
    { config: { debug: 'true', mtu: '1400' } },
  ),
  ...[ciliumWith(), flannel()].map((network) =>
    variant(`ports on the pods themselves with ${network.kind === 'cilium' ? 'Cilium' : 'Flannel'}`, {
      network,
      expose: [
        onHost(6379, redis.port('redis'), { hostPort: true }),
        onHost(6333, qdrant.port('rest'), { hostPort: true }),
        onHost(8288, inngest.port('api'), { nodePort: 31000 }),
      ],
    }),
  ),
];
