import { type JsonObject, parseVersion } from '../../base';
import type { CiliumModel, DatapathModel, HubbleModel, PlatformModel } from '../model';
import type { CiliumOptions, HubbleOptions } from '../network/cilium';
import { ciliumMinors } from '../versions';
import type { Context } from './context';

const agentDefaults = { requests: { cpu: '100m', memory: '512Mi' } };

/** The packets of Talos' own mesh: what is left of 1500 bytes. */
const kubeSpanMtu = 1420;

/** Fills in what the definition leaves out about Cilium, as the platform has it. */
export function resolveCilium(context: Context, options: CiliumOptions, platform: PlatformModel): CiliumModel {
  const { version, resources = agentDefaults, values = {}, id = 0 } = options;
  if (id < 0 || id > 255)
    context.add('CLU001', 'network.id', `${id} is no number of a cluster`, { repair: 'write 1 to 255, or leave it out' });
  const minor = parseVersion(version)?.minor ?? '';
  return {
    version,
    minor: ciliumMinors[minor] === undefined ? (Object.keys(ciliumMinors).pop() as string) : minor,
    id,
    datapath: resolveDatapath(context, options, platform),
    hubble: resolveHubble(context, options.hubble ?? {}),
    resources,
    values: values as JsonObject,
  };
}

/**
 * How packets go: by routes between nodes that are in one flat network, through a tunnel everywhere else. Clients keep their
 * address where that costs nothing, so that policies know them.
 *
 * @see https://docs.cilium.io/en/v1.20/network/concepts/routing/
 * @see https://docs.cilium.io/en/v1.20/network/kubernetes/kubeproxy-free/#direct-server-return-dsr
 */
function resolveDatapath(context: Context, options: CiliumOptions, platform: PlatformModel): DatapathModel {
  const isFlat = platform.kind === 'metal' && platform.flat;
  const { routing = isFlat ? 'native' : 'tunnel', encryption } = options;
  const { loadBalancer = platform.kind === 'metal' && routing === 'native' ? 'dsr' : 'snat' } = options;
  if (routing === 'native' && platform.kind === 'metal' && !isFlat)
    context.add('INV034', 'network.routing', 'without one flat network no node has a route to the pods of another', {
      repair: "write flat: true for the platform if it is one, or leave out routing: 'native'",
      also: ['platform.flat'],
    });
  if (routing === 'native' && platform.kind === 'docker')
    context.add('INV034', 'network.routing', 'containers of Docker are in a network of their own, and have one node', {
      repair: "leave out routing: 'native'",
    });
  if (loadBalancer === 'dsr' && platform.kind === 'docker')
    context.add('INV036', 'network.loadBalancer', 'answers that go past the port map of Docker arrive nowhere', {
      repair: "leave out loadBalancer: 'dsr'",
    });
  if (platform.kind === 'metal' && platform.kubeSpan && encryption !== undefined)
    context.add(
      'INV039',
      'network.encryption',
      'KubeSpan encrypts what nodes say to each other already, and packets would be wrapped twice',
      {
        repair: 'leave out one of them',
        also: ['platform.kubeSpan'],
      },
    );
  if (platform.kind === 'docker') return { routing, tunnelProtocol: 'vxlan', loadBalancer, ...(encryption ? { encryption } : {}) };
  const mtu = platform.kubeSpan ? kubeSpanMtu : platform.mtu;
  return {
    routing,
    tunnelProtocol: loadBalancer === 'dsr' ? 'geneve' : 'vxlan',
    loadBalancer,
    devices: [...new Set(platform.nodes.map((node) => node.interface))].sort(),
    ...(mtu === undefined ? {} : { mtu }),
    ...(encryption === undefined ? {} : { encryption }),
  };
}

function resolveHubble(context: Context, hubble: HubbleOptions | false): HubbleModel {
  if (hubble === false) return { enabled: false, relay: false, ui: false, serviceMonitors: false, dashboards: false };
  const { relay = true, ui = false, metrics = false, serviceMonitors = false, dashboards = false } = hubble;
  if (ui !== false && !relay)
    context.add('HUB001', 'network.hubble.ui', "Hubble's UI reads from its relay, which is switched off", {
      repair: 'leave out relay: false, or ui: true',
      also: ['network.hubble.relay'],
    });
  if (dashboards && metrics === false)
    context.add('HUB002', 'network.hubble.dashboards', 'the dashboards show metrics, which are switched off', {
      repair: 'write metrics: true beside it',
      also: ['network.hubble.metrics'],
    });
  const exported = hubble.export === true ? {} : hubble.export === false ? undefined : hubble.export;
  if (exported?.path !== undefined) checkLogPath(context, exported.path);
  return {
    enabled: true,
    relay,
    ui: ui !== false,
    ...(metrics === false ? {} : { metrics: metrics === true ? [] : metrics }),
    serviceMonitors,
    dashboards,
    ...(exported === undefined
      ? {}
      : { export: { path: exported.path ?? '/var/run/cilium/hubble/events.log', verdicts: exported.verdicts ?? [] } }),
  };
}

/** On Talos only `/var` can be written to; the log's folder is mounted into the agent, beside what is below `/var/run` there. */
function checkLogPath(context: Context, path: string): void {
  const isFile = /^\/var(\/[\w.-]+){2,}$/.test(path) && !path.split('/').includes('..');
  if (isFile && (!path.startsWith('/var/run/') || path.startsWith('/var/run/cilium/'))) return;
  context.add('HUB003', 'network.hubble.export.path', `'${path}' is no file in a folder below /var, or in /var/run/cilium`, {
    repair: "write '/var/log/hubble/flows.log', or leave it out",
  });
}
