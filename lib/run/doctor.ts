import { compareVersions } from '../base';
import type { Prerequisite } from '../report';
import { containersOf, type Docker, findDocker, networks } from './docker';
import { clusterRows, machineRows } from './doctor-docker';
import { nodeRows } from './doctor-nodes';
import { portRows } from './doctor-ports';
import type { DockerNeeds, DoctorOptions, Needs } from './needs';
import { installation, startDocker } from './repairs';
import type { ProgramOptions } from './run-program';
import { curl, helm, kubectl, type Tool, talosctl, toolVersion } from './tools';

/** Looks whether this machine has what is needed, everything at once, and changes nothing. */
export async function examine(needs: Needs, options: DoctorOptions = {}): Promise<readonly Prerequisite[]> {
  const { cluster } = needs;
  const { platform = process.platform } = options;
  const tools = await Promise.all([
    toolRow(talosctl, options, platform, talosctlFor(needs)),
    toolRow(kubectl, options, platform),
    ...(cluster?.cilium === false ? [] : [toolRow(helm, options, platform, { version: '3.0.0', why: 'charts of Cilium need' })]),
    ...(cluster?.platform === 'metal' ? [toolRow(curl, options, platform)] : []),
  ]);
  const rest = cluster?.platform === 'metal' ? await nodeRows(cluster) : await dockerRows(cluster, options, platform);
  return [nodeRow(needs.node), ...tools, ...rest];
}

/** The oldest talosctl that will do, and why. */
function talosctlFor({ talosctl, cluster }: Needs): { readonly version: string; readonly why: string } | undefined {
  if (cluster?.platform === 'metal') return { version: cluster.talosctl, why: "the cluster's Talos needs" };
  return cluster?.cilium ? { version: talosctl, why: 'Cilium in Docker needs' } : undefined;
}

async function dockerRows(
  cluster: DockerNeeds | undefined,
  options: DoctorOptions,
  platform: NodeJS.Platform,
): Promise<readonly Prerequisite[]> {
  const docker = await findDocker(options);
  const rows = [...daemonRows(docker, cluster, platform), ...machineRows(docker, cluster)];
  if (cluster === undefined) return rows;
  const there = 'machine' in docker;
  const [containers, used] = there ? await Promise.all([containersOf(cluster.name, options), networks(options)]) : [[], []];
  return [...rows, ...(there ? clusterRows(cluster, containers, used) : []), ...(await portRows(cluster, containers, platform))];
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

async function toolRow(
  tool: Tool,
  options: ProgramOptions,
  platform: NodeJS.Platform,
  oldest?: { readonly version: string; readonly why: string },
): Promise<Prerequisite> {
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
