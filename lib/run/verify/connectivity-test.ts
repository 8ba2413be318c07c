import { note, type Remark, unknown, wrong } from '../../base';
import type { Looked } from '../../report';
import { carryOut, type Surroundings } from '../plan/commands';
import { kubectl } from './kubectl';
import { lookedAt, titles } from './looked';

/** The namespaces of the test: Talos' own CI makes the same, of which Pod Security has to let privileged pods through. */
const namespaces = ['cilium-test-1', 'cilium-test-ccnp1', 'cilium-test-ccnp2'];

/** How to run the test. */
export interface ConnectivityOptions {
  /** How many nodes take pods: with one, what needs two is left out. */
  readonly nodes: number;
  /** Told what is made, what the test says, and what goes again. */
  tell(line: string): void;
  /** Ends it before; what was made goes all the same. */
  readonly signal?: AbortSignal;
}

/**
 * Runs `cilium connectivity test`, in namespaces that are made for it and go afterwards, as Talos' CI does. It tests Cilium and the
 * network, not the policies of this cluster; and it needs the internet.
 *
 * @see https://github.com/siderolabs/talos/blob/v1.14.0-rc.1/hack/test/e2e.sh
 */
export async function connectivityTest(surroundings: Surroundings, { nodes, tell, signal }: ConnectivityOptions): Promise<Looked> {
  const made: string[] = [];
  const output: string[] = [];
  try {
    for (const name of namespaces) {
      const labels = { 'pod-security.kubernetes.io/enforce': 'privileged' };
      const there = await kubectl(surroundings, ['get', 'namespace', name, '--ignore-not-found', '--output', 'name']);
      if ('why' in there) return lookedAt(titles.connectivity, [unknown(there.why)]);
      if (there.text.trim() !== '') {
        return lookedAt(titles.connectivity, [
          unknown(`namespace ${name} is there already: another test runs, or left it; kubectl delete namespace ${name}`),
        ]);
      }
      tell(`makes namespace ${name}`);
      const object = { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
      const created = await kubectl(surroundings, ['create', '--filename', '-'], { input: JSON.stringify(object) });
      if ('why' in created) return lookedAt(titles.connectivity, [unknown(created.why)]);
      made.push(name);
    }
    const command = { program: 'env', args: [['KUBECONFIG=', { variable: 'kubeconfig' as const }], 'cilium', ...testArguments(nodes)] };
    const print = (line: string) => {
      output.push(line);
      tell(line);
    };
    if (signal?.aborted === true) return lookedAt(titles.connectivity, [unknown('interrupted')]);
    const failure = await carryOut(command, surroundings, print, (child) => signal?.addEventListener('abort', () => child.kill('SIGTERM')));
    return lookedAt(titles.connectivity, remarksOn(output, failure?.why));
  } finally {
    for (const name of made) {
      const gone = await kubectl(surroundings, ['delete', 'namespace', name, '--ignore-not-found', '--wait=false']);
      tell('why' in gone ? `namespace ${name} is still there: ${gone.why}` : `namespace ${name} goes`);
    }
  }
}

/** What the test is told, as Talos' CI tells it. */
function testArguments(nodes: number): string[] {
  const usual = ['connectivity', 'test', '--namespace', 'kube-system', '--test', '!check-log-errors', '--external-target', 'google.com'];
  return [...usual, '--timeout', '30m', ...(nodes === 1 ? ['--single-node'] : [])];
}

/** What its output comes to: how it ended, and what it left out. */
function remarksOn(output: readonly string[], failure: string | undefined): Remark[] {
  const skipped = output.flatMap((line) => {
    const [, name, why] = /Skipping [Tt]est \[([^\]]+)\](?: \[\d+\/\d+\])?(?: \((.*)\))?/.exec(line) ?? [];
    return name === undefined ? [] : [`${name}${why === undefined ? '' : ` (${why})`}`];
  });
  const summary = [...output]
    .reverse()
    .find((line) => /tests? (successful|failed)|\d+ tests? .*skipped/.test(line))
    ?.trim();
  const listed = skipped.length === 0 ? [] : [note(`left out: ${skipped.join(', ')}`)];
  const left = note('left out by Ichor: check-log-errors, which looks for errors in logs that Talos has anyway');
  if (failure === undefined) return [...(summary === undefined ? [] : [note(summary)]), left, ...listed];
  if (summary === undefined) {
    const absent = /code 127$/.test(failure) ? ': is the program cilium of cilium-cli on PATH?' : `: ${output.at(-1) ?? 'it said nothing'}`;
    return [unknown(`the test did not run to its end (${failure})${absent}`)];
  }
  return [wrong(`${summary}; the lines above say of each what it tried`), left, ...listed];
}
