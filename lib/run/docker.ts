import { isObject, type Json, type JsonObject, valueAt } from '../base';
import { parseJson, parseJsonLines } from './json';
import { type Outcome, type ProgramOptions, runProgram } from './run-program';
import { firstLine, whyNot } from './tools';

/** What Docker says of the machine that containers run on, which on a Mac is a virtual one. */
export interface DockerMachine {
  /** `Docker Desktop`, `Ubuntu 24.04.3 LTS`. */
  readonly system: string;
  /** Its host name; Colima's begins with `colima`. */
  readonly name: string;
  /** `1` or `2`; absent before Docker 20.10, which knew the first only. */
  readonly cgroupVersion?: string;
  readonly memory: number;
  readonly cpus: number;
  readonly architecture: string;
  readonly kernel: string;
}

/** A container of a Talos cluster. */
export interface DockerContainer {
  readonly name: string;
  /** `running`, `exited`, … */
  readonly state: string;
  /** The ports of the host that lead to it, as `6379/tcp`. */
  readonly hostPorts: ReadonlySet<string>;
}

/** A network of Docker. */
export interface DockerNetwork {
  readonly name: string;
  readonly subnets: readonly string[];
  /** The Talos cluster that it was made for. */
  readonly cluster?: string;
}

/** Docker as it is found: no program, a program without a daemon, or both. */
export type Docker =
  | { readonly missing: string }
  | { readonly client: string; readonly silent: string }
  | { readonly client: string; readonly server: string; readonly machine: DockerMachine };

/** Which Docker is asked: the current context, and where its daemon is. */
export interface DockerContext {
  readonly name: string;
  /** `unix:///var/run/docker.sock`, `ssh://me@box`. */
  readonly host: string;
}

const asJson = ['--format', '{{json .}}'];

/** Asks for Docker's versions and its machine; nothing is changed. */
export async function findDocker(options: ProgramOptions): Promise<Docker> {
  const [version, info] = await Promise.all([
    runProgram('docker', ['version', ...asJson], options),
    runProgram('docker', ['info', ...asJson], options),
  ]);
  if (version.how === 'not-found' || version.how === 'failed') return { missing: whyNot(version) };
  const versions = version.how === 'ended' ? parseJson(version.stdout) : undefined;
  const client = text(valueAt(versions, 'Client', 'Version')) ?? 'version unknown';
  const server = text(valueAt(versions, 'Server', 'Version'));
  const facts = info.how === 'ended' ? parseJson(info.stdout) : undefined;
  if (server === undefined || info.how !== 'ended' || info.code !== 0 || !isObject(facts))
    return { client, silent: silence(version, info) };
  return { client, server, machine: machineOf(facts) };
}

/** The context that the program goes by; nothing where it doesn't say. */
export async function currentContext(options: ProgramOptions): Promise<DockerContext | undefined> {
  const inspected = await runProgram('docker', ['context', 'inspect', ...asJson], options);
  const [context] = inspected.how === 'ended' ? parseJsonLines(inspected.stdout) : [];
  const [name, host] = [text(context?.Name), text(valueAt(context, 'Endpoints', 'docker', 'Host'))];
  return name === undefined || host === undefined ? undefined : { name, host };
}

/** The containers of a Talos cluster, stopped ones too. */
export async function containersOf(cluster: string, options: ProgramOptions): Promise<readonly DockerContainer[]> {
  const listed = await runProgram('docker', ['ps', '--all', '--filter', `label=talos.cluster.name=${cluster}`, ...asJson], options);
  if (listed.how !== 'ended') return [];
  return parseJsonLines(listed.stdout).map((container) => ({
    name: text(container.Names) ?? '',
    state: text(container.State) ?? '',
    hostPorts: new Set(hostPorts(text(container.Ports) ?? '')),
  }));
}

/** Every network of Docker with its subnets. */
export async function networks(options: ProgramOptions): Promise<readonly DockerNetwork[]> {
  const listed = await runProgram('docker', ['network', 'ls', '--no-trunc', ...asJson], options);
  if (listed.how !== 'ended') return [];
  const ids = parseJsonLines(listed.stdout).flatMap((network) => text(network.ID) ?? []);
  if (ids.length === 0) return [];
  const inspected = await runProgram('docker', ['network', 'inspect', ...ids], options);
  const found = inspected.how === 'ended' ? parseJson(inspected.stdout) : undefined;
  return (Array.isArray(found) ? found : []).filter(isObject).map(networkOf);
}

function networkOf(network: JsonObject): DockerNetwork {
  const config = valueAt(network, 'IPAM', 'Config');
  const cluster = text(valueAt(network, 'Labels', 'talos.cluster.name'));
  return {
    name: text(network.Name) ?? '',
    subnets: (Array.isArray(config) ? config : []).flatMap((entry) => text(valueAt(entry, 'Subnet')) ?? []),
    ...(cluster === undefined ? {} : { cluster }),
  };
}

function machineOf(info: JsonObject): DockerMachine {
  const cgroupVersion = text(info.CgroupVersion);
  return {
    system: text(info.OperatingSystem) ?? '',
    name: text(info.Name) ?? '',
    ...(cgroupVersion === undefined ? {} : { cgroupVersion }),
    memory: typeof info.MemTotal === 'number' ? info.MemTotal : 0,
    cpus: typeof info.NCPU === 'number' ? info.NCPU : 0,
    architecture: text(info.Architecture) ?? '',
    kernel: text(info.KernelVersion) ?? '',
  };
}

/** Why there is no daemon: what the program wrote beside its answer, or how it failed to give one. */
function silence(version: Outcome, info: Outcome): string {
  for (const outcome of [version, info]) {
    const said = outcome.how === 'ended' ? firstLine(outcome.stderr) : '';
    if (said !== '') return said.replace(/(\. Is the docker daemon running\?|: Get ".*)$/, '');
    if (outcome.how !== 'ended') return whyNot(outcome);
  }
  return 'its answer is not understood';
}

/** `127.0.0.1:6333-6334->30333-30334/tcp, 50000/tcp` gives `6333/tcp` and `6334/tcp`. */
function hostPorts(ports: string): string[] {
  return [...ports.matchAll(/:(\d+)(?:-(\d+))?->[\d-]+\/(\w+)/g)].flatMap(([, first, last, protocol]) => {
    const count = Number(last ?? first) - Number(first) + 1;
    return Array.from({ length: count }, (_, i) => `${Number(first) + i}/${protocol}`);
  });
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
