// The values of a chart that are a part of a Kubernetes object.

import { list, plain, STRING, STRING_MAP, union } from '../typescript/types.mjs';
import { isHandedOn } from './chart.mjs';

/**
 * What charts call a part of a pod, and the Kubernetes types that it may have. Where there are several, those are
 * meant that know every key of the chart's default.
 */
const TYPES = {
  affinity: ['Affinity'],
  extraContainers: ['Container[]'],
  extraEnv: ['EnvVar[]'],
  extraInitContainers: ['Container[]'],
  extraVolumeMounts: ['VolumeMount[]'],
  extraVolumes: ['Volume[]'],
  imagePullSecrets: ['LocalObjectReference[]'],
  initContainers: ['Container[]'],
  initResources: ['ResourceRequirements'],
  lifecycle: ['Lifecycle'],
  podSecurityContext: ['PodSecurityContext'],
  readinessProbe: ['Probe'],
  resources: ['ResourceRequirements'],
  seLinuxOptions: ['SELinuxOptions'],
  securityContext: ['SecurityContext', 'PodSecurityContext'],
  tolerations: ['Toleration[]'],
  topologySpreadConstraints: ['TopologySpreadConstraint[]'],
  updateStrategy: ['DaemonSetUpdateStrategy', 'DeploymentStrategy'],
};

/** Names of lists and maps of text, which schemas don't tell from others. */
const TEXTS = /^(extraArgs|extraDnsNames|extraIpAddresses|loadBalancerSourceRanges)$/;
const TEXT_MAPS = /(^|[a-z])(labels|annotations|nodeSelector|extraConfig)$/i;

/**
 * The type of a value that is known by its name; none where the templates look into the value instead of handing it on.
 *
 * @param {import('./chart.mjs').Value} value
 * @param {Map<string, Set<string>>} kubernetes - the property names of the Kubernetes types
 * @param {Set<string>} imported - the names of the types that are used; gets this one
 * @returns {import('../typescript/types.mjs').Type | undefined}
 */
export function typeByName(value, kubernetes, imported) {
  if (!isHandedOn(value) && [...value.children.keys()].some((name) => name !== '[]')) return undefined;
  if (TEXTS.test(value.name)) return list(STRING);
  if (isMap(value) && (TEXT_MAPS.test(value.name) || (TEXT_MAPS.test(value.parentName) && value.children.size === 0))) return STRING_MAP;
  const names = (TYPES[value.name] ?? []).filter((name) => {
    const known = kubernetes.get(name.replace('[]', ''));
    return Object.keys(Array.isArray(value.default) ? {} : (value.default ?? {})).every((key) => known?.has(key));
  });
  if (names.length === 0) return undefined;
  for (const name of names) imported.add(name.replace('[]', ''));
  return union(names.map((name) => (name.endsWith('[]') ? list(plain(name.slice(0, -2))) : plain(name))));
}

const isMap = (value) => (value.schema ? [value.schema.type].flat().includes('object') : isHandedOn(value));
