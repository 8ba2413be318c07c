import type { HubbleOptions } from 'ichor';
import { emitted, network, releases } from '../support/rack';

const of = (hubble: HubbleOptions | false, version?: string) => emitted({ network: network({ hubble }, version) }).values();

describe.each(Object.values(releases))('the metrics of Cilium %s', (version) => {
  test('that Ichor chooses have workloads and namespaces for labels, and nothing of which there is always another', () => {
    const { enabled } = of({ metrics: true }, version).hubble.metrics;
    expect(enabled.map((metric: string) => metric.replace(/:.*/, ''))).toEqual(['dns', 'drop', 'flow', 'icmp', 'policy', 'tcp', 'httpV2']);
    for (const metric of enabled) {
      expect(metric.replace(/^[^:]*:/, '')).not.toMatch(/(^|[=|,_])(ip|pod|dns|query|identity|app)\b/);
      expect(metric).not.toContain(' ');
    }
    expect(enabled).toContain(
      'drop:sourceContext=workload|reserved-identity;destinationContext=workload|reserved-identity;labelsContext=source_namespace,destination_namespace',
    );
    expect(enabled).toContain(
      'httpV2:exemplars=true;labelsContext=source_namespace,source_workload,destination_namespace,destination_workload,traffic_direction',
    );
  });

  test('are in the form that can carry exemplars', () => {
    expect(of({ metrics: true }, version).hubble.metrics.enableOpenMetrics).toBe(true);
  });
});

test('a list takes the place of the metrics that Ichor chooses', () => {
  expect(of({ metrics: ['dns', 'drop'] }).hubble.metrics.enabled).toEqual(['dns', 'drop']);
});

test('nothing is measured, scraped, drawn or written where nobody asks for it', () => {
  const values = of({});
  expect(values.hubble.metrics).toBeUndefined();
  expect(values.hubble.export).toBeUndefined();
  expect(JSON.stringify(values)).not.toMatch(/serviceMonitor|dashboards|prometheus/);
});

test('ServiceMonitors are for every part that is there', () => {
  const { prometheus, operator, envoy, hubble } = of({ metrics: true, serviceMonitors: true });
  const scraped = { enabled: true, serviceMonitor: { enabled: true } };
  expect(prometheus).toEqual({ enabled: true, serviceMonitor: { enabled: true, trustCRDsExist: true } });
  expect([operator.prometheus, envoy.prometheus, hubble.relay.prometheus]).toEqual([scraped, scraped, scraped]);
  expect(hubble.metrics.serviceMonitor).toEqual({ enabled: true });
  expect(of({ serviceMonitors: true }).hubble.metrics).toBeUndefined();
  expect(of({ relay: false, serviceMonitors: true }).hubble.relay).toEqual({ enabled: false });
});

test('dashboards come with what they show', () => {
  const { dashboards, prometheus, operator, hubble } = of({ metrics: true, dashboards: true });
  expect([dashboards, operator.dashboards, hubble.metrics.dashboards]).toEqual(Array(3).fill({ enabled: true }));
  expect(prometheus).toEqual({ enabled: true });
  expect(JSON.stringify(hubble)).not.toContain('serviceMonitor');
});

describe('the log of flows', () => {
  test('has every flow, in a folder that the agent has anyway', () => {
    const values = of({ export: true });
    expect(values.hubble.export).toEqual({ static: { enabled: true, filePath: '/var/run/cilium/hubble/events.log' } });
    expect([values.extraVolumes, values.extraVolumeMounts]).toEqual([undefined, undefined]);
  });

  test('has those with the verdicts, by one filter', () => {
    expect(of({ export: { verdicts: ['DROPPED', 'ERROR'] } }).hubble.export.static.allowList).toEqual(['{"verdict":["DROPPED","ERROR"]}']);
  });

  test('elsewhere is on the node, and not in the container', () => {
    const values = of({ export: { path: '/var/log/hubble/flows.log' } });
    expect(values.hubble.export.static.filePath).toBe('/var/log/hubble/flows.log');
    expect(values.extraVolumes).toEqual([{ name: 'hubble-export', hostPath: { path: '/var/log/hubble', type: 'DirectoryOrCreate' } }]);
    expect(values.extraVolumeMounts).toEqual([{ name: 'hubble-export', mountPath: '/var/log/hubble' }]);
  });
});
