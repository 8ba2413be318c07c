import { type CiliumModel, ciliumParts, type HubbleModel } from '../../lib/model';
import { type CommonValues, kubernetesResources } from './common';
import { chosenMetrics } from './hubble-metrics';

type Hubble = NonNullable<CommonValues['hubble']>;

/** Hubble, and the agents' own metrics and dashboards, which belong to the same picture. */
export function hubbleValues({
  hubble,
}: CiliumModel): Pick<CommonValues, 'hubble' | 'prometheus' | 'dashboards' | 'extraVolumes' | 'extraVolumeMounts'> {
  if (!hubble.enabled) return { hubble: { enabled: false, relay: { enabled: false }, ui: { enabled: false } } };
  return {
    hubble: {
      enabled: true,
      // The chart's default method makes new certificates whenever it is rendered.
      tls: { auto: { enabled: true, method: 'cronJob', certValidityDuration: 365, schedule: '0 0 1 */4 *' } },
      relay: relay(hubble),
      ui: ui(hubble),
      ...metrics(hubble),
      ...flowLog(hubble),
    },
    ...agentMetrics(hubble),
    ...(hubble.dashboards ? { dashboards: { enabled: true } } : {}),
    ...flowLogVolume(hubble),
  };
}

/**
 * The agents' own metrics, which are off in the chart, where a ServiceMonitor or a dashboard is for them. The chart doesn't see
 * the API server, and so can't see that the kind is there.
 */
function agentMetrics({ serviceMonitors, dashboards }: HubbleModel): Pick<CommonValues, 'prometheus'> {
  if (!serviceMonitors && !dashboards) return {};
  return { prometheus: { enabled: true, ...(serviceMonitors ? { serviceMonitor: { enabled: true, trustCRDsExist: true } } : {}) } };
}

function relay({ relay, serviceMonitors }: HubbleModel): Hubble['relay'] {
  if (!relay) return { enabled: false };
  return {
    enabled: true,
    resources: kubernetesResources(ciliumParts.relay),
    rollOutPods: true,
    ...(serviceMonitors ? { prometheus: { enabled: true, serviceMonitor: { enabled: true } } } : {}),
  };
}

function ui({ ui }: HubbleModel): Hubble['ui'] {
  if (!ui) return { enabled: false };
  const resources = kubernetesResources(ciliumParts.ui);
  return { enabled: true, rollOutPods: true, backend: { resources }, frontend: { resources } };
}

function metrics({ metrics, serviceMonitors, dashboards }: HubbleModel): Pick<Hubble, 'metrics'> {
  if (metrics === undefined) return {};
  return {
    metrics: {
      enabled: metrics.length === 0 ? [...chosenMetrics] : [...metrics],
      enableOpenMetrics: true,
      ...(serviceMonitors ? { serviceMonitor: { enabled: true } } : {}),
      ...(dashboards ? { dashboards: { enabled: true } } : {}),
    },
  };
}

/**
 * Flows that are written to a file. A filter is one JSON object without blanks, since the chart joins filters by them.
 *
 * @see https://docs.cilium.io/en/v1.20/observability/hubble/configuration/export/
 */
function flowLog({ export: log }: HubbleModel): Pick<Hubble, 'export'> {
  if (log === undefined) return {};
  const allowList = log.verdicts.length === 0 ? {} : { allowList: [JSON.stringify({ verdict: log.verdicts })] };
  return { export: { static: { enabled: true, filePath: log.path, ...allowList } } };
}

/** What the chart mounts into the agent; a file elsewhere would be in the container alone. */
const agentState = '/var/run/cilium/';

function flowLogVolume({ export: log }: HubbleModel): Pick<CommonValues, 'extraVolumes' | 'extraVolumeMounts'> {
  if (log === undefined || log.path.startsWith(agentState)) return {};
  const [name, path] = ['hubble-export', log.path.replace(/\/[^/]*$/, '')];
  return {
    extraVolumes: [{ name, hostPath: { path, type: 'DirectoryOrCreate' } }],
    extraVolumeMounts: [{ name, mountPath: path }],
  };
}
