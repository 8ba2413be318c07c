import { cilium, docker, existingStorage, flannel, localPath } from 'ichor';
import type { Case } from '../case';
import { pins } from '../pins';
import { ciliumWith, dockerOptions, variant, versions } from './variant';

const everyTalos = Object.entries(versions).flatMap(([talos, release]) => [
  variant(`Talos ${talos} with Cilium`, { versions: release, network: ciliumWith() }),
  variant(`Talos ${talos} with Flannel`, { versions: release, network: flannel() }),
]);

const ownNetwork = { pods: '10.32.0.0/14', services: '10.112.0.0/16', nodePorts: '30000-31999', dnsDomain: 'home.example' } as const;

/** Every Talos with every network, and each setting of the machine away from its default in both forms of config. */
export const machineCases: readonly Case[] = [
  ...everyTalos,
  variant('Talos 1.13, upgraded from 1.12', { versions: { ...versions['1.13'], talosContract: '1.12' } }),
  ...(['1.13', '1.14'] as const).flatMap((talos) => [
    variant(`another KubePrism port on Talos ${talos}`, { versions: versions[talos], talos: { kubePrismPort: 7555 } }),
    variant(`another network on Talos ${talos} with Cilium`, { versions: versions[talos], network: ciliumWith(ownNetwork) }),
    variant(`another network on Talos ${talos} with Flannel`, { versions: versions[talos], network: flannel(ownNetwork) }),
    variant(`another user volume on Talos ${talos}`, { versions: versions[talos], storage: localPath({ path: '/var/mnt/volumes' }) }),
    variant(`storage of somebody else on Talos ${talos}`, { versions: versions[talos], storage: existingStorage('nfs') }),
  ]),
  ...(['1.12', '1.13', '1.14, upgraded from 1.13'] as const).map((talos) =>
    variant(`a folder outside of the user volumes on Talos ${talos}`, {
      versions: versions[talos],
      storage: localPath({ path: '/var/local-path-provisioner' }),
    }),
  ),
  variant(
    'a patch of the user on Talos 1.13',
    {
      versions: versions['1.13'],
      talos: {
        patch: {
          machine: { nodeLabels: { disk: 'fast' }, sysctls: { 'vm.max_map_count': '262144' } },
          cluster: { apiServer: { extraArgs: { 'audit-log-maxage': '7' } } },
        },
      },
    },
    { talos: { nodeLabels: { disk: 'fast' }, apiServerExtraArgs: { 'audit-log-maxage': ['7'] } } },
  ),
  variant(
    'patches of the user on Talos 1.14',
    {
      versions: versions['1.14'],
      talos: {
        patch: [
          { apiVersion: 'v1alpha1', kind: 'KubeNodeConfig', labels: { disk: 'fast' } },
          { apiVersion: 'v1alpha1', kind: 'KubeAPIServerConfig', extraArgs: { 'audit-log-maxage': '7' } },
          { apiVersion: 'v1alpha1', kind: 'SysctlConfig', params: { 'vm.max_map_count': '262144' } },
        ],
      },
    },
    { talos: { nodeLabels: { disk: 'fast' }, apiServerExtraArgs: { 'audit-log-maxage': ['7'] } } },
  ),
  variant('another name, subnet and Docker', {
    name: 'home',
    platform: docker({ ...dockerOptions, provider: 'engine', subnet: '172.30.0.0/24' }),
    network: cilium({ version: pins.cilium['1.20'] }),
  }),
];
