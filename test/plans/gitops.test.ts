import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { argocd, type Cluster, type ClusterDefinition, cilium, defineCluster, flux, secretRef } from 'ichor';
import joelclaw from '../../clusters/joelclaw';
import { render } from '../../lib/output';
import { type Places, type RunOptions, runPlan } from '../../lib/run';
import { dryRun } from '../../lib/run/plan';
import { synthesize } from '../../synthesize';
import { type World, world } from '../support/world';

const url = 'https://git.example.com/me/home';
const kept = (gitops: ClusterDefinition['gitops']): Cluster =>
  defineCluster({ ...joelclaw.definition, network: cilium({ version: '1.20.2' }), ...(gitops === undefined ? {} : { gitops }) });

const byFlux = kept(flux({ url: 'ssh://git@git.example.com/me/home', secretRef: secretRef('home-key'), version: '2.9.5' }));
const byArgocd = kept(argocd({ url, secretRef: secretRef('home-token'), branch: 'stable', version: '3.6.1' }));

function made(cluster: Cluster) {
  const { product, plans, findings } = synthesize(cluster, 'clusters/joelclaw.ts');
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  const there = world(Object.fromEntries(product.files.map((file) => [`dist/${file.path}`, render(file)])));
  const plan = (name: string) => {
    const found = plans.find((one) => one.name === name);
    if (found === undefined) throw new Error(`there is no plan ${name}`);
    return found;
  };
  return { there, plan };
}

/** What was changed since, without where it is. */
const writes = ({ writes: all, folder }: World) => all().map((call) => call.replaceAll(folder, ''));

function script({ folder, env }: World, path: string, ...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync('sh', [join(folder, 'dist/joelclaw', path), ...words], { env, encoding: 'utf8' });
  return { status, out: stdout.split('\n'), err: stderr.trimEnd().split('\n') };
}

function surroundingsIn({ folder, env }: World): { readonly places: Places; readonly env: NodeJS.ProcessEnv } {
  const state = join(folder, '.ichor/joelclaw');
  mkdirSync(state, { recursive: true, mode: 0o700 });
  const places = {
    output: join(folder, 'dist/joelclaw'),
    state,
    kubeconfig: join(state, 'kubeconfig'),
    talosconfig: join(state, 'talosconfig'),
  };
  return { places, env };
}

async function run(plan: Parameters<typeof runPlan>[0], there: World) {
  const ends: string[] = [];
  const witness: RunOptions['witness'] = {
    begins: () => undefined,
    runs: () => undefined,
    prints: () => undefined,
    byHand: () => undefined,
    waits: () => undefined,
    notes: () => undefined,
    ends: ({ id }, how) => void ends.push(`${id} ${how}`),
  };
  return { end: await runPlan(plan, { ...surroundingsIn(there), witness, confirm: async () => true, pause: 1 }), ends };
}

const install = 'kubectl --kubeconfig /.ichor/joelclaw/kubeconfig';
const handOver = {
  flux: [
    `${install} apply --server-side --filename https://github.com/fluxcd/flux2/releases/download/v2.9.5/install.yaml`,
    `${install} apply --server-side --field-manager kustomize-controller --filename /dist/joelclaw/flux/sync`,
  ],
  argocd: [
    `${install} --namespace argocd apply --server-side --filename https://raw.githubusercontent.com/argoproj/argo-cd/v3.6.1/manifests/install.yaml`,
    `${install} apply --server-side --field-manager argocd-controller --filename /dist/joelclaw/argocd`,
  ],
};

describe.each([
  ['Flux', byFlux, 'flux'],
  ['Argo CD', byArgocd, 'argocd'],
] as const)('create hands a cluster over to %s', (name, cluster, tool) => {
  test('behind everything else, and leaves to it what it does from then on', () => {
    // GIVEN
    const { there } = made(cluster);
    there.has('secret');
    // WHEN
    const first = script(there, 'plans/create.sh');
    const before = writes(there);
    const second = script(there, 'plans/create.sh');
    // THEN
    expect(first).toMatchObject({ status: 0, err: [''] });
    expect(before.slice(-2)).toEqual(handOver[tool]);
    expect(second).toMatchObject({ status: 0, err: [''] });
    expect(writes(there)).toEqual(before);
    expect(second.out.filter((line) => line === `   left to ${name}`)).toHaveLength(7);
    expect(first.out.filter((line) => line.includes('left to'))).toEqual([]);
  });

  test('by ichor apply likewise', async () => {
    const { there, plan } = made(cluster);
    there.has('secret');
    const first = await run(plan('create'), there);
    const before = writes(there);
    const second = await run(plan('create'), there);
    expect(first.end).toMatchObject({ how: 'done' });
    expect(before.slice(-2)).toEqual(handOver[tool]);
    expect(second.end).toEqual({ how: 'done', changed: 0 });
    expect(writes(there)).toEqual(before);
    expect(second.ends.filter((end) => end.endsWith(' left'))).toHaveLength(7);
    expect((await dryRun(plan('create'), surroundingsIn(there))).filter(({ state }) => state !== 'same')).toEqual([]);
  });

  test('the steady state is left to it: apply stops before anything, by script and by ichor', async () => {
    const { there, plan } = made(cluster);
    there.has('secret');
    script(there, 'plans/create.sh');
    const before = writes(there);
    const by = script(there, 'apply.sh', 'admin@joelclaw');
    expect(by.status).toBe(1);
    expect(by.err).toEqual([expect.stringMatching(`^${name} keeps joelclaw: push or merge to (main|stable) of .*; nothing was changed$`)]);
    const { end } = await run(plan('apply'), there);
    expect(end).toEqual({ how: 'stopped', step: 'look', why: by.err[0] });
    expect(await dryRun(plan('apply'), surroundingsIn(there))).toEqual([
      {
        step: 'keeper',
        title: 'Bring joelclaw to the state of its folder',
        state: 'problem',
        lines: [by.err[0]?.replace('; nothing was changed', '')],
      },
    ]);
    expect(writes(there)).toEqual(before);
  });

  test('apply goes on where it is suspended', () => {
    const { there } = made(cluster);
    there.has('secret');
    script(there, 'plans/create.sh');
    there.has('suspended');
    expect(script(there, 'apply.sh', 'admin@joelclaw')).toMatchObject({ status: 0, err: [''] });
  });

  test('a repository whose Secret is missing stops it, and the command is named that makes it', () => {
    const { there } = made(cluster);
    const stopped = script(there, 'plans/create.sh');
    expect(stopped.status).toBe(1);
    expect(stopped.err).toEqual([
      {
        flux: 'secret flux-system/home-key is missing: kubectl --namespace flux-system create secret generic home-key --from-file=identity=FILE --from-file=known_hosts=FILE makes it',
        argocd: `secret argocd/home-token is missing, or has no label argocd.argoproj.io/secret-type=repository: kubectl --namespace argocd create secret generic home-token --from-literal=type=git --from-literal=url=${url} --from-literal=username=NAME --from-file=password=FILE && kubectl --namespace argocd label secret home-token argocd.argoproj.io/secret-type=repository makes it`,
      }[tool],
      'stopped at gitops-secret; what is done is left alone when this runs again',
    ]);
    there.has('secret');
    expect(script(there, 'plans/create.sh')).toMatchObject({ status: 0, err: [''] });
    expect(writes(there).slice(-2)).toEqual(handOver[tool]);
  });

  test.each(['* apply *install.yaml', '* apply *field-manager *controller *', '* wait *--for *=*15m*'])(
    'a failure of %s stops it, and the next run goes on there',
    (pattern) => {
      const { there } = made(cluster);
      there.has('secret');
      there.fail(pattern);
      expect(script(there, 'plans/create.sh').status).toBe(1);
      expect(script(there, 'plans/create.sh')).toMatchObject({ status: 0, err: [''] });
    },
  );
});

test('without either there is nothing of it', () => {
  const { plan } = made(joelclaw);
  expect(plan('create').steps.filter(({ id, left }) => id.startsWith('gitops') || left)).toEqual([]);
  expect(plan('apply').keeper).toBeUndefined();
});
