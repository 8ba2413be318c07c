import { clusterNameFault, type Finding, finding, inDefinition, isPort, type JsonObject, registry } from '../../base';
import type { Cluster } from '../cluster';
import type { FlowModel, Model, StorageModel } from '../model';
import { definitionShape } from '../shape/definition';
import { userVolumeName } from '../storage';
import { isMultiDocument } from '../versions';
import { Pools, resolveAddressExposures } from './balancers';
import { Context } from './context';
import { Endpoints } from './endpoints';
import { checkServiceNames, resolveExposures } from './exposures';
import { checkLimits, peerName } from './flow-limits';
import { resolveFlows } from './flows';
import { resolveGateways } from './gateways';
import { resolveGitOps } from './gitops';
import { resolveNamespaces } from './namespaces';
import { resolveNetwork } from './network';
import { patchesOf } from './patches';
import { resolvePlatform } from './platform';
import { reportReasons } from './reasons';
import { resolveVersions } from './versions';
import { checkResources, resolveWorkloads } from './workloads';

/** Findings that mean that the definition can't be read further. */
const unreadable = new Set(['DEF001', 'DEF003', 'DEF006', 'LBP002', 'PLT008']);

/**
 * A definition with everything derived, and what is wrong with it.
 *
 * The model is there as soon as every value is of the right kind, even where findings say that some are wrong, so that rules
 * over several values report in the same run; nothing may be emitted from it while there is an error.
 */
export function resolve(cluster: unknown, file: string): { readonly model?: Model; readonly findings: readonly Finding[] } {
  if (!isCluster(cluster)) {
    return {
      findings: [
        finding('DEF001', inDefinition(file, ''), 'the default export is not a cluster', {
          repair: 'write export default defineCluster({ … })',
        }),
      ],
    };
  }
  const context = new Context(cluster, file);
  definitionShape(cluster.definition, '', context);
  if (context.findings.some((f) => unreadable.has(f.id))) return { findings: context.findings };

  const { definition } = context;
  checkName(context);
  checkRules(context);
  const versions = resolveVersions(context);
  const { platform, nodes } = resolvePlatform(context);
  const network = resolveNetwork(context, platform);
  if (definition.network.kind === 'cilium') checkResources(context, 'network.resources', network.cilium?.resources);
  const namespaces = resolveNamespaces(context);
  const { workloads: listed, constructs } = resolveWorkloads(context);
  const endpoints = new Endpoints(context, [...listed, ...constructs]);
  const { exposures, services: own, workloads } = resolveExposures(context, endpoints, listed);
  const pools = new Pools(context, platform);
  const balanced = resolveAddressExposures(context, endpoints, pools, platform, network.cilium?.datapath);
  const named = resolveGateways(context, endpoints, pools, platform, own);
  const services = [...own, ...balanced.services, ...named.services];
  checkServiceNames(context, services);
  const flows = resolveFlows(context, endpoints, platform, exposures, [...balanced.flows, ...named.flows]);
  checkLimits(context, flows, network);
  if (network.cilium === undefined) {
    reportUnenforced(context, flows);
    reportReasons(context, flows, nodes);
  } else reportClosedNamespaces(context, namespaces, endpoints);
  const gitops = resolveGitOps(context);
  const { kubePrismPort = 7445, patch, workerPatch } = definition.talos ?? {};
  if (!isPort(kubePrismPort))
    context.add('TAL001', 'talos.kubePrismPort', `${kubePrismPort} is not a port`, {
      repair: "write a number of 1 to 65535; Talos' own is 7445",
    });
  if (workerPatch !== undefined && nodes.workers === 0)
    context.add('TAL003', 'talos.workerPatch', 'there are no workers, so nobody would get it', {
      repair: 'write it as patch, which is for control planes, or leave it out',
    });
  return {
    findings: context.findings,
    model: {
      name: definition.name,
      file,
      versions,
      platform,
      nodes,
      network,
      talos: {
        kubePrismPort,
        patches: patchesOf(context, 'talos.patch', patch),
        workerPatches: patchesOf(context, 'talos.workerPatch', workerPatch),
      },
      storage: resolveStorage(context, versions.contract),
      ...(gitops === undefined ? {} : { gitops }),
      namespaces,
      workloads,
      constructs,
      services,
      exposures,
      pools: pools.all(),
      gateways: named.gateways,
      flows,
      closedPods: endpoints.closed(),
      objects: (definition.objects ?? []).map((object, i) => ({
        object: object as unknown as JsonObject,
        at: context.at(`objects[${i}]`),
      })),
      acceptances: (definition.accept ?? []).map((acceptance, i) => ({ acceptance, at: context.at(`accept[${i}]`) })),
      rules: definition.rules ?? [],
    },
  };
}

function isCluster(value: unknown): value is Cluster {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'cluster' && 'definition' in value;
}

function checkName(context: Context): void {
  const { name } = context.definition;
  const fault = clusterNameFault(name);
  if (fault !== undefined)
    context.add('NAM001', 'name', `'${name}' ${fault}`, { repair: 'write another name, and rename the file with it' });
  const stem = context.file.replace(/^.*\//, '').replace(/\.ts$/, '');
  if (stem !== name)
    context.add('DEF002', 'name', `'${name}' stands in a file named '${stem}'`, {
      repair: `write '${stem}', or rename the file to ${name}.ts`,
    });
}

/** Reports go by id, so that no two rules may share one. */
function checkRules(context: Context): void {
  const seen = new Set<string>(Object.keys(registry));
  (context.definition.rules ?? []).forEach(({ id }, i) => {
    if (!/^[A-Z]{3}\d{3}$/.test(id))
      context.add('RUL002', `rules[${i}].id`, `'${id}' is not an id`, { repair: "write three letters and three digits, e.g. 'OWN001'" });
    else if (seen.has(id)) context.add('RUL002', `rules[${i}].id`, `'${id}' is the id of another rule`, { repair: 'write another' });
    seen.add(id);
  });
}

function resolveStorage(context: Context, contract: string): StorageModel {
  const storage = context.definition.storage;
  if (storage?.kind === 'existing') return { kind: 'existing', className: storage.className };
  const path = storage?.options.path ?? '/var/mnt/local-path-provisioner';
  const repair = "write '/var/mnt/local-path-provisioner'";
  if (!/^\/var\/[^/]/.test(path)) {
    context.add('STO001', 'storage.path', `'${path}' is not below /var, the only place where Talos keeps what is written`, { repair });
  } else if (userVolumeName(path) === undefined && path.startsWith('/var/mnt')) {
    context.add(
      'STO001',
      'storage.path',
      `'${path}' is no user volume: those are /var/mnt/<name>, the name at most 34 letters, digits and -`,
      { repair },
    );
  } else if (userVolumeName(path) === undefined && contract !== '' && isMultiDocument(contract)) {
    context.add(
      'STO001',
      'storage.path',
      `'${path}' would have to be mounted into the kubelet, and config of Talos ${contract} has no place for that`,
      { repair, also: ['versions.talos'] },
    );
  }
  return { kind: 'local-path', path };
}

function reportClosedNamespaces(context: Context, namespaces: Model['namespaces'], endpoints: Endpoints): void {
  for (const ns of namespaces) {
    if (ns.options.closed !== true || ns.stage === 'off') continue;
    const cut = endpoints
      .open()
      .filter((e) => e.namespace === ns.name)
      .map((e) => `'${e.key}'`);
    const path = ns.at.in === 'definition' ? ns.at.path : '';
    context.add(
      'NSP002',
      path,
      `namespace '${ns.name}' is closed: this also cuts off ${cut.length === 0 ? '' : `${cut.join(', ')} and `}every pod in it that this definition doesn't name`,
      {
        repair: 'name them with pods(…, { close: true }) and allow their flows, or leave out closed: true',
      },
    );
  }
}

/** With Flannel flows stay declared, so that the file flips with one line; whoever reads it has to know that they open and close nothing. */
function reportUnenforced(context: Context, flows: readonly FlowModel[]): void {
  if (flows.length === 0) return;
  const lines = flows.map(({ from, to, ports }) => `${peerName(from)} → ${peerName(to)}:${ports.map((p) => p.port).join(',')}`);
  context.add(
    'FLO012',
    'network',
    `Flannel enforces no policy, so everybody reaches everybody, and nobody enforces ${[...new Set(lines)].sort().join('; ')}`,
    {
      repair: "write network: cilium({ version: '…' }) to have them enforced",
    },
  );
}
