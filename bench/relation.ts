import { spawnSync } from 'node:child_process';
import { type Relation, relate } from '../lib/policy/relate';
import { randomCluster } from './cluster';
import { Random } from './random';

interface Scenario {
  readonly name: string;
  readonly identities: number;
  readonly policies: number;
  readonly work: (relation: Relation) => unknown;
  readonly seconds: number;
  readonly megabytes: number;
}

interface Run {
  readonly seconds: number;
  /** Of all threads together. */
  readonly cpuSeconds: number;
  readonly megabytes: number;
  readonly classes: number;
  readonly sets: number;
}

const allPairs = (relation: Relation) => relation.countById();

function somePairs(relation: Relation): void {
  const random = new Random(1);
  const { length } = relation.world.identities;
  for (let i = 0; i < 100_000; i += 1) relation.idBetween(random.below(length), random.below(length));
}

const scenarios: readonly Scenario[] = [
  { name: 'all pairs', identities: 1000, policies: 1000, work: allPairs, seconds: 0.5, megabytes: 200 },
  { name: 'all pairs', identities: 5000, policies: 5000, work: allPairs, seconds: 3, megabytes: 600 },
  { name: '100 000 pairs', identities: 10_000, policies: 2000, work: somePairs, seconds: 5, megabytes: 1000 },
  { name: 'all pairs', identities: 10_000, policies: 2000, work: allPairs, seconds: 5, megabytes: 1000 },
];

/** Runs a scenario in this process. */
function run({ identities, policies, work }: Scenario): Run {
  const world = randomCluster(identities, policies);
  const start = process.hrtime.bigint();
  const cpu = process.cpuUsage();
  const relation = relate(world);
  work(relation);
  const { user, system } = process.cpuUsage(cpu);
  return {
    seconds: Number(process.hrtime.bigint() - start) / 1e9,
    cpuSeconds: (user + system) / 1e6,
    megabytes: process.resourceUsage().maxRSS / 1024,
    classes: relation.classes.count,
    sets: relation.sets.count,
  };
}

/** Runs a scenario in a process of its own. */
function runApart(index: number): Run {
  const { stdout, stderr, status } = spawnSync(process.execPath, [...process.argv.slice(1, 2), String(index)], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Run;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >>> 1] as number;
}

function row(scenario: Scenario, runs: readonly Run[]): Record<string, string | number> {
  const seconds = runs.map((r) => r.seconds);
  return {
    scenario: `${scenario.identities} identities, ${scenario.policies} policies, ${scenario.name}`,
    'median s': median(seconds).toFixed(2),
    'from – to s': `${Math.min(...seconds).toFixed(2)} – ${Math.max(...seconds).toFixed(2)}`,
    'cpu s': median(runs.map((r) => r.cpuSeconds)).toFixed(2),
    'target s': scenario.seconds,
    'peak MB': Math.round(median(runs.map((r) => r.megabytes))),
    'target MB': scenario.megabytes,
    classes: runs[0]?.classes ?? 0,
    'port sets': runs[0]?.sets ?? 0,
  };
}

const [, , chosen] = process.argv;
if (chosen === undefined) {
  const results = scenarios.map((scenario, index) =>
    row(
      scenario,
      Array.from({ length: 5 }, () => runApart(index)),
    ),
  );
  console.table(results);
} else {
  console.log(JSON.stringify(run(scenarios[Number(chosen)] as Scenario)));
}
