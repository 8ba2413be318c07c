import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { readDocuments } from '../lib/input';
import { profileOfValues, readWorld, relate } from '../lib/policy';
import { Explainer } from '../lib/policy/explain';
import { randomCluster } from './cluster';
import { Random } from './random';

interface Scenario {
  readonly name: string;
  /** Milliseconds, of one or of many. */
  readonly run: () => Promise<readonly number[]>;
  readonly target: number;
}

const now = () => Number(process.hrtime.bigint()) / 1e6;

/** The committed cluster, from its files on disk to the ports of all pairs, in a process that has read no YAML before. */
async function fromFiles(): Promise<readonly number[]> {
  const start = now();
  const { documents } = await readDocuments(process.cwd(), join('dist', 'joelclaw', 'kubernetes'), { lenient: true });
  relate(readWorld(documents, { profile: profileOfValues({ cluster: { name: 'joelclaw' } }, '1.20.2') })).countById();
  return [now() - start];
}

/** Single connections of a large cluster, each explained. */
async function explanations(): Promise<readonly number[]> {
  const world = randomCluster(1000, 1000);

  const explainer = new Explainer(world);
  const random = new Random(1);
  const one = () => world.identities[random.below(world.identities.length)];
  return Array.from({ length: 400 }, () => {
    const [client, server] = [one(), one()].map((identity) => ({
      name: identity?.name ?? '',
      identities: [identity],
      workloads: [],
      notes: [],
    }));
    const start = now();
    explainer.explain({ client, server, ports: [{ protocol: 'TCP', port: 80 }] } as never);
    return now() - start;
  });
}

const scenarios: readonly Scenario[] = [
  { name: 'joelclaw: files → all pairs, YAML included', run: fromFiles, target: 100 },
  { name: '1000 identities, 1000 policies: an explanation', run: explanations, target: 5 },
];

function runApart(index: number): readonly number[] {
  const { stdout, stderr, status } = spawnSync(process.execPath, [...process.argv.slice(1, 2), String(index)], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as readonly number[];
}

function quantile(values: readonly number[], part: number): string {
  return ([...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] as number).toFixed(1);
}

const [, , chosen] = process.argv;
if (chosen === undefined) {
  console.table(
    scenarios.map(({ name, target }, index) => {
      const all = Array.from({ length: 5 }, () => runApart(index)).flat();
      return { scenario: name, 'median ms': quantile(all, 0.5), '95 % ms': quantile(all, 0.95), 'target ms': target };
    }),
  );
} else {
  (scenarios[Number(chosen)] as Scenario).run().then((times) => console.log(JSON.stringify(times)));
}
