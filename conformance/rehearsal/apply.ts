import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { layout } from '../../lib/model';
import { judges } from '../suite/support/judges';
import type { Cluster } from './cluster';
import { contextName } from './control-plane';
import type { Emitted } from './emitted';
import type { Sources } from './sources';
import { writeStandIn } from './stand-in';

/** What a run of `apply.sh` came to. */
export interface Run {
  readonly status: number;
  /** What it wrote, standard error included, line by line. */
  readonly lines: readonly string[];
}

/** How long the script may take, in milliseconds: Cilium's pods become ready in seconds here. */
const patience = 240_000;

/** Writes the output of a definition into the folder of a cluster, with kubectl and Helm for its script. */
export function unpack({ folder }: Cluster, { model, files }: Emitted, { instead }: Sources): void {
  for (const { path, text } of files) {
    const file = join(folder, 'dist', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const { controlPlane, helm } = judges();
  writeStandIn(bin, { name: 'kubectl', command: [controlPlane, 'kubectl'], instead });
  if (model.network.cilium !== undefined) writeStandIn(bin, { name: 'helm', command: [helm], instead });
}

/** Runs `apply.sh` as a person would; an Error if it doesn't end, or if a program of the cluster ends meanwhile. */
export async function runApplyScript({ folder, kubeconfig, logs, wait }: Cluster, { model }: Emitted): Promise<Run> {
  const script = join(folder, 'dist', layout.applyScript(model.name));
  const child = spawn(process.execPath, [join(__dirname, 'leash.mjs'), 'sh', script, contextName], {
    cwd: folder,
    env: { HOME: folder, KUBECONFIG: kubeconfig, PATH: `${join(folder, 'bin')}:/usr/bin:/bin` },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  child.stdin.on('error', () => undefined);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      appendFileSync(join(logs, 'apply.log'), chunk);
    });
  }
  let status: number | undefined;
  child.on('error', (error) => {
    text += error.message;
    status = 127;
  });
  child.on('close', (code) => {
    status = code ?? 1;
  });
  try {
    await wait(
      'apply.sh to end',
      async () => status,
      (ended) => ended !== undefined,
      { timeout: patience },
    );
  } finally {
    child.stdin.end();
  }
  return { status: status ?? 1, lines: text.split('\n').filter((line) => line !== '') };
}
