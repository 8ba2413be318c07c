import { compareVersions, parseVersion } from '../base';
import type { Prerequisite } from '../report';
import { containersOf, currentContext, type Docker, type DockerContext, findDocker, networks } from './docker';
import { clusterRows, machineRows } from './doctor-docker';
import { moduleRows } from './doctor-modules';
import { nodeRows } from './doctor-nodes';
import { portRows } from './doctor-ports';
import { reachRows } from './doctor-reach';
import { registryRows } from './doctor-registries';
import type { DockerNeeds, DoctorOptions, Needs } from './needs';
import { installation, startDocker } from './repairs';
import type { ProgramOptions } from './run-program';
import { curl, helm, kubectl, type Tool, talosctl, toolVersion } from './tools';

/** Looks whether this machine has what is needed, everything at once, and changes nothing. */
export async function examine(needs: Needs, options: DoctorOptions = {}): Promise<readonly Prerequisite[]> {
  const { cluster } = needs;
  const [tools, rest, registries, reach] = await Promise.all([
    toolRows(needs, options),
    cluster?.platform === 'metal' ? nodeRows(cluster) : dockerRows(cluster, options),
    registryRows(cluster?.registries ?? []),
    cluster?.reach === undefined ? [] : reachRows(cluster.name, cluster.reach, options),
  ]);
  return [nodeRow(needs.node), ...tools, ...rest, ...registries, ...reach];
}

/**
 * Looks at what a plan needs before its first step: its programs, and where it makes a cluster, the place of that.
 *
 * @param makes whether the plan makes the cluster
 */
export async function examineFor(
  needs: Needs,
  { programs, makes }: { readonly programs: readonly string[]; readonly makes: boolean },
  options: DoctorOptions = {},
): Promise<readonly Prerequisite[]> {
  const [tools, place] = await Promise.all([
    toolRows(needs, options, (tool) => makes || programs.includes(tool.name)),
    makes && needs.cluster?.platform === 'docker' ? dockerRows(needs.cluster, options) : [],
  ]);
  return [nodeRow(needs.node), ...tools, ...place];
}

function toolRows(needs: Needs, options: DoctorOptions, isAsked: (tool: Tool) => boolean = () => true): Promise<Prerequisite[]> {
  const { cluster } = needs;
  const { platform = process.platform } = options;
  const tools: readonly (readonly [Tool, Oldest?])[] = [
    [talosctl, talosctlFor(needs)],
    [kubectl, cluster === undefined ? undefined : kubectlFor(cluster.kubernetes)],
    ...(cluster?.cilium === false ? [] : [[helm, { version: '3.0.0', why: 'charts of Cilium need' }] as const]),
    ...(cluster?.platform === 'metal' ? [[curl] as const] : []),
  ];
  return Promise.all(tools.filter(([tool]) => isAsked(tool)).map(([tool, oldest]) => toolRow(tool, options, platform, oldest)));
}

/** The oldest version of a program that will do, and why. */
interface Oldest {
  readonly version: string;
  readonly why: string;
}

/** kubectl works with an API server of the next minor: https://kubernetes.io/releases/version-skew-policy/#kubectl */
function kubectlFor(kubernetes: string): Oldest | undefined {
  const parsed = parseVersion(kubernetes);
  if (parsed === undefined) return undefined;
  const [major, minor] = parsed.minor.split('.').map(Number) as [number, number];
  return { version: `${major}.${minor - 1}.0`, why: `Kubernetes ${parsed.minor} needs` };
}

/** The oldest talosctl that will do, and why. */
function talosctlFor({ talosctl, cluster }: Needs): Oldest | undefined {
  if (cluster?.platform === 'metal') return { version: cluster.talosctl, why: "the cluster's Talos needs" };
  return cluster?.cilium ? { version: talosctl, why: 'Cilium in Docker needs' } : undefined;
}

async function dockerRows(cluster: DockerNeeds | undefined, options: DoctorOptions): Promise<readonly Prerequisite[]> {
  const { platform = process.platform } = options;
  const docker = await findDocker(options);
  const there = 'machine' in docker;
  const context = there ? await currentContext(options) : undefined;
  const rows = [
    ...daemonRows(docker, cluster, platform),
    ...(context === undefined ? [] : [contextRow(context)]),
    ...machineRows(docker, cluster),
  ];
  if (cluster === undefined) return rows;
  const [modules, containers, used] = there
    ? await Promise.all([moduleRows(docker.machine, cluster, options), containersOf(cluster.name, options), networks(options)])
    : [[], [], []];
  return [
    ...rows,
    ...modules,
    ...(there ? clusterRows(cluster, containers, used) : []),
    ...(await portRows(cluster, containers, platform)),
  ];
}

/** Ports of a cluster are published where the daemon runs, which need not be here. */
function contextRow({ name, host }: DockerContext): Prerequisite {
  const row = { id: 'docker.context', subject: 'docker context', found: `${name} (${host})` };
  if (!/^(?:ssh|tcp|http|https):/.test(host) || /\/\/(?:[^/@]*@)?(?:localhost|127\.|\[::1\])/.test(host)) return { ...row, state: 'ok' };
  const found = `${row.found}: another machine, on which ports open and addresses are taken`;
  return { ...row, state: 'note', found, repair: 'docker context use chooses another' };
}

function nodeRow(needed: string): Prerequisite {
  const row = { id: 'node', subject: 'node', found: process.versions.node };
  if (compareVersions(process.versions.node, needed) >= 0) return { ...row, state: 'ok' };
  return {
    ...row,
    state: 'old',
    found: `${row.found}, and ${needed} is the oldest that will do`,
    repair: 'see https://nodejs.org/en/download',
  };
}

async function toolRow(tool: Tool, options: ProgramOptions, platform: NodeJS.Platform, oldest?: Oldest): Promise<Prerequisite> {
  const row = { id: tool.name, subject: tool.name };
  const found = await toolVersion(tool, options);
  const repair = installation(tool.name, platform);
  if ('missing' in found) return { ...row, state: 'missing', found: found.missing, repair };
  if (oldest === undefined || compareVersions(found.version, oldest.version) >= 0) return { ...row, state: 'ok', found: found.version };
  return { ...row, state: 'old', found: `${found.version}, and ${oldest.why} ${oldest.version} or newer`, repair };
}

function daemonRows(docker: Docker, cluster: DockerNeeds | undefined, platform: NodeJS.Platform): Prerequisite[] {
  const client = { id: 'docker', subject: 'docker' };
  const daemon = { id: 'docker.daemon', subject: 'docker daemon' };
  if ('missing' in docker) {
    return [{ ...client, state: 'missing', found: docker.missing, repair: installation('docker', platform, cluster?.provider) }];
  }
  const found = docker.client;
  if ('silent' in docker) {
    const repair = startDocker(docker.silent, platform, cluster?.provider);
    return [
      { ...client, state: 'ok', found },
      { ...daemon, state: 'missing', found: docker.silent, repair },
    ];
  }
  return [
    { ...client, state: 'ok', found },
    { ...daemon, state: 'ok', found: `${docker.server} on ${docker.machine.system}` },
  ];
}
