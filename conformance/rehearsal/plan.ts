import { spawn } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CiliumMinor, minorOf } from '../pins';
import { judges } from '../suite/support/judges';
import { nodesOf } from './cast';
import { type Cluster, startCluster } from './cluster';
import type { Emitted } from './emitted';
import { playMachines } from './machines';
import { runOperator } from './operator';
import { serveSources } from './sources';
import { writeStandIn } from './stand-in';

/** A machine of a person with a definition, and a cluster that isn't made yet, since nobody but played machines has its kubeconfig. */
export interface Stage {
  readonly cluster: Cluster;
  /** Runs `ichor` in the folder with the definition; with `until`, it is killed when it prints a line of that kind. */
  ichor(args: readonly string[], until?: RegExp): Promise<Ended>;
  /** Waits until Cilium's operator runs, which begins when Cilium is installed. */
  readonly operator: Promise<void>;
  stop(): Promise<void>;
}

/** How a run of `ichor` ended. */
export interface Ended {
  /** Absent where it was killed. */
  readonly status?: number;
  readonly stdout: readonly string[];
  readonly stderr: readonly string[];
}

const repository = join(__dirname, '..', '..');

/** Prepares a committed definition, its machines, and the programs that reach them; `changed` is its text where it is another. */
export async function stage({ model }: Emitted, title: string, changed: (text: string) => string = (text) => text): Promise<Stage> {
  const { network, versions, name } = model;
  const { pods, services, nodePorts, cilium } = network;
  const cluster = await startCluster({ title, pods, services, nodePorts, kubernetes: versions.kubernetes, nodes: nodesOf(model) });
  const { folder, kubeconfig, logs } = cluster;
  const sources = await serveSources(model, folder);
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const { controlPlane, helm } = judges();
  const server = JSON.parse(readFileSync(kubeconfig, 'utf8')).clusters[0].cluster.server as string;
  const { instead } = sources;
  // The kubeconfig leads to where the definition's cluster would be, which is here.
  writeStandIn(bin, { name: 'kubectl', command: [controlPlane, 'kubectl', `--server=${server}`], instead });
  writeStandIn(bin, { name: 'helm', command: [helm, `--kube-apiserver=${server}`], instead });
  playMachines(cluster, model);
  cpSync(join(repository, 'clusters'), join(folder, 'clusters'), { recursive: true });
  const definition = join(folder, 'clusters', `${name}.ts`);
  writeFileSync(definition, changed(readFileSync(definition, 'utf8')));
  const env = { HOME: folder, PATH: `${bin}:/usr/bin:/bin` };
  const ichor: Stage['ichor'] = (args, until) =>
    new Promise((resolve, reject) => {
      const words = [join(__dirname, 'leash.mjs'), process.execPath, join(repository, 'ichor'), ...args];
      const child = spawn(process.execPath, words, { cwd: folder, env, stdio: ['pipe', 'pipe', 'pipe'] });
      child.stdin.on('error', () => undefined);
      const text = { stdout: '', stderr: '' };
      let killed = false;
      for (const stream of ['stdout', 'stderr'] as const) {
        child[stream].setEncoding('utf8').on('data', (chunk: string) => {
          text[stream] += chunk;
          appendFileSync(join(logs, 'ichor.log'), chunk);
          if (until?.test(text[stream]) === true && !killed) {
            killed = true;
            child.stdin.end();
          }
        });
      }
      child.on('error', reject);
      child.on('close', (code) => {
        const lines = (whole: string) => whole.split('\n').filter((line) => line !== '');
        resolve({ ...(killed ? {} : { status: code ?? 1 }), stdout: lines(text.stdout), stderr: lines(text.stderr) });
      });
    });
  const operator = cilium === undefined ? Promise.resolve() : runOperator(cluster, minorOf<CiliumMinor>(cilium.version));
  operator.catch(() => undefined);
  const stop = async () => {
    sources.close();
    await cluster.stop();
  };
  const synth = await ichor(['synth', name]);
  if (synth.status !== 0) {
    await stop();
    throw new Error(`ichor synth ended with ${synth.status}: ${synth.stderr.join('\n')}`);
  }
  return { cluster, ichor, operator, stop };
}
