import { minVersion } from 'semver';
import { hasErrors, parseVersion } from '../lib/base';
import { clusterFiles } from '../lib/input';
import { type Model, talosctlForDocker } from '../lib/model';
import { doctorJson, doctorText, findingsText, isReady } from '../lib/report';
import { type ClusterNeeds, examine } from '../lib/run';
import { modelOf } from './definitions';
import type { DoctorFlags } from './main';
import { ownPackage } from './package';
import type { Terminal } from './terminal';

/** `ichor doctor`: whether this machine has what is needed, in general and for one cluster; changes nothing. */
export async function doctor(name: string | undefined, flags: DoctorFlags, terminal: Terminal): Promise<void> {
  const defined = clusterFiles(terminal.directory);
  const chosen = name ?? (defined.length === 1 ? defined[0] : undefined);
  const { model, findings } = chosen === undefined ? { model: undefined, findings: [] } : await modelOf(chosen, terminal.directory);
  terminal.err(findingsText(findings, terminal.errColours));
  if (chosen === undefined && defined.length > 1) terminal.err(`Name one of ${defined.join(', ')} to see what it needs as well.\n`);
  const node = minVersion(ownPackage().engines.node)?.version ?? '20.0.0';
  const cluster = model === undefined ? undefined : needsOf(model);
  const rows = await examine({ node, talosctl: talosctlForDocker, ...(cluster === undefined ? {} : { cluster }) });
  terminal.out(flags.output === 'json' ? doctorJson(rows, cluster?.name) : doctorText(rows, terminal.outColours));
  if (hasErrors(findings) || !isReady(rows)) terminal.exit(1);
}

function needsOf({ name, platform, exposures, network, versions }: Model): ClusterNeeds {
  const cilium = network.cilium !== undefined;
  if (platform.kind === 'metal') {
    const nodes = platform.nodes.map(({ name, address }) => ({ name, address }));
    return { platform: 'metal', name, talosctl: `${parseVersion(versions.talos)?.minor ?? versions.contract}.0`, nodes, cilium };
  }
  const { provider, memory, cpus, subnet, hostIp } = platform;
  const ports = exposures.map(({ hostPort: port, protocol }) => ({ port, protocol })).sort((a, b) => a.port - b.port);
  return { platform: 'docker', name, provider, memory, cpus, subnet, hostIp, ports, cilium };
}
