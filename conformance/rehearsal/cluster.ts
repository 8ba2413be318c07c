import type { Api } from './api';
import { hasCondition } from './conditions';
import { type ControlPlaneOptions, startControlPlane } from './control-plane';
import { temporaryFolder } from './folder';
import { complaintsIn, emptyLogs } from './logs';
import { nodeObject, type RehearsalNode } from './node';
import { type Program, type ProgramOptions, startProgram } from './program';
import { provideVolumes } from './volumes';
import { type Waiting, waitFor } from './wait';

/** What a rehearsal cluster is to be. */
export interface ClusterOptions extends Omit<ControlPlaneOptions, 'address'> {
  /** The name of the folder for its logs. */
  readonly title: string;
  /** The first one's address is where the API server says that it is. */
  readonly nodes: readonly RehearsalNode[];
  /** The release of Kubernetes that kubelets say they are. */
  readonly kubernetes: string;
}

/** A cluster in which everything is real but nodes, containers and volumes. */
export interface Cluster {
  readonly api: Api;
  readonly kubeconfig: string;
  /** A folder that goes with the cluster. */
  readonly folder: string;
  /** A folder that stays until the next cluster of that title. */
  readonly logs: string;
  readonly nodes: readonly RehearsalNode[];
  /** Starts a further program, which ends with the cluster. */
  start(program: Omit<ProgramOptions, 'folder' | 'logs'>): Program;
  /** An Error that says where the logs are, with their last complaints. */
  failure(message: string): Error;
  /** Reads until what is read is as wanted; a {@link failure} with the last state after a while, or as soon as a program has ended. */
  wait<T>(what: string, read: () => Promise<T>, wanted: (value: T) => boolean, waiting?: Omit<Waiting, 'check'>): Promise<T>;
  /** Ends all programs and removes all data. */
  stop(): Promise<void>;
}

/** Starts a cluster whose nodes are Ready. Whatever becomes of this process, nothing of the cluster outlives it but its logs. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { title, nodes, kubernetes } = options;
  const [first] = nodes;
  if (first === undefined) throw new Error('a cluster has a node');
  const logs = emptyLogs(title);
  const failure = (message: string) => new Error(`${message}\n${complaintsIn(logs)}`);
  const folder = temporaryFolder();
  const programs: Program[] = [];
  const stopping = new AbortController();
  let broken: unknown;
  const check = () => {
    if (stopping.signal.aborted) throw new Error('the cluster was stopped');
    if (broken !== undefined) throw broken;
    for (const program of programs) program.check();
  };
  const wait: Cluster['wait'] = async (what, read, wanted, waiting) => {
    try {
      return await waitFor(what, read, wanted, { ...waiting, check });
    } catch (error) {
      throw failure(error instanceof Error ? error.message : String(error));
    }
  };
  let api: Api | undefined;
  const stop = async () => {
    stopping.abort();
    await Promise.all(programs.map((program) => program.stop()));
    await folder.remove();
    api?.close();
  };
  try {
    const settings = { ...options, address: first.address };
    const controlPlane = await startControlPlane(settings, { folder: folder.path, logs }, (program) => programs.push(program));
    const { kubeconfig } = controlPlane;
    const client = controlPlane.api;
    api = client;
    for (const node of nodes) await client.create(nodeObject(node, kubernetes));
    await wait(
      'nodes to be Ready',
      () => client.list({ apiVersion: 'v1', kind: 'Node' }),
      (all) => all.every((node) => hasCondition(node, 'Ready')),
    );
    provideVolumes(client, stopping.signal).catch((error) => {
      if (!stopping.signal.aborted) broken = error;
    });
    const start: Cluster['start'] = (program) => {
      const running = startProgram({ ...program, folder: folder.path, logs });
      programs.push(running);
      return running;
    };
    return { api: client, kubeconfig, folder: folder.path, logs, nodes, start, wait, failure, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
