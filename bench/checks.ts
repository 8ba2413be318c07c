import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { ciliumValues, kubernetesObjects } from '../charts';
import cluster from '../clusters/joelclaw';
import { type CiliumModel, type Model, resolve } from '../lib/model';
import { plansOf } from '../plans';
import { synthesize } from '../synthesize';
import { talosFiles } from '../talos';

const file = 'clusters/joelclaw.ts';
const runs = 15;

const scenarios: Record<string, () => void> = {
  'without checks': () => {
    const model = resolve(cluster, file).model as Model;
    const values = ciliumValues(model, model.network.cilium as CiliumModel);
    kubernetesObjects(model);
    talosFiles(model);
    plansOf(model, { used: new Set(), values });
  },
  'with every check': () => {
    if (synthesize(cluster, file).product.files.length === 0) throw new Error('joelclaw is refused');
  },
};

/** How long a scenario takes in a process that has done nothing else, in milliseconds. */
function apart(name: string): number {
  const { stdout, stderr, status } = spawnSync(process.execPath, [...process.argv.slice(1, 2), name], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return Number(stdout);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}

const [, , chosen] = process.argv;
if (chosen === undefined) {
  const times = Array.from({ length: runs }, () => Object.keys(scenarios).map(apart));
  const [without, all] = [0, 1].map((i) => median(times.map((run) => run[i] as number))) as [number, number];
  const beyond = median(times.map((run) => (run[1] as number) - (run[0] as number)));
  console.table([
    { joelclaw: 'definition → model, files', 'median ms': without.toFixed(1), 'target ms': '' },
    { joelclaw: '… with facts, rules, relation', 'median ms': all.toFixed(1), 'target ms': '' },
    { joelclaw: 'checks, run by run', 'median ms': beyond.toFixed(1), 'target ms': 100 },
  ]);
} else {
  const start = performance.now();
  scenarios[chosen]?.();
  process.stdout.write(String(performance.now() - start));
}
