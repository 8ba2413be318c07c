import { argocd, type Cluster, defineCluster, flux } from 'ichor';
import joelclaw from '../../clusters/joelclaw';
import { newestGitOps } from '../../lib/model';
import { pins } from '../pins';
import { emittedBy } from '../rehearsal/emitted';
import { playKeeper } from '../rehearsal/keeping';
import { type Stage, stage } from '../rehearsal/plan';

const url = 'https://git.example.com/me/home';
const kept = (gitops: Cluster['definition']['gitops']) =>
  defineCluster({ ...joelclaw.definition, ...(gitops === undefined ? {} : { gitops }) });

describe.each([
  ['Flux', 'flux', newestGitOps('flux'), kept(flux({ url })), 'kustomizations.kustomize.toolkit.fluxcd.io'],
  ['Argo CD', 'argocd', pins.argocd, kept(argocd({ url, version: pins.argocd })), 'applications.argoproj.io'],
] as const)('%s', (name, helper, version, definition, root) => {
  let there: Stage;
  const stopping = new AbortController();
  let playing: Promise<void>;

  beforeAll(async () => {
    const asked = `gitops: ${helper}({ url: '${url}', version: '${version}' }),`;
    there = await stage(emittedBy(definition), `joelclaw by ${name}`, (text) =>
      text.replace('defineCluster({', `defineCluster({\n  ${asked}`).replace('import { ', `import { ${helper}, `),
    );
    playing = playKeeper(there.cluster.api, stopping.signal);
    playing.catch(() => undefined);
  });

  afterAll(async () => {
    stopping.abort();
    await playing;
    await there?.stop();
  });

  test('is handed the cluster by ichor apply create', async () => {
    const [made] = await Promise.all([there.ichor(['apply', 'create', 'joelclaw', '--yes']), there.operator]);
    expect(made.stderr.filter((line) => /stopped/.test(line))).toEqual([]);
    expect(made).toMatchObject({ status: 0, stdout: [expect.stringMatching(/^done: /)] });
  });

  test('is left alone with it from then on', async () => {
    const again = await there.ichor(['apply', 'create', 'joelclaw', '--yes']);
    expect(again).toMatchObject({ status: 0, stdout: ['nothing to do'] });
    expect(again.stderr.filter((line) => /left to whoever keeps/.test(line)).length).toBeGreaterThan(5);
    const { status, stderr } = await there.ichor(['apply', 'joelclaw']);
    expect(status).toBe(1);
    expect(stderr.join('\n')).toContain(`${name} keeps joelclaw: push or merge to main of ${url}`);
  });

  test('can be suspended, and then is no more in the way', async () => {
    const [, group = ''] = /^[^.]+\.(.*)$/.exec(root) ?? [];
    const reference = {
      apiVersion: `${group}/${helper === 'flux' ? 'v1' : 'v1alpha1'}`,
      kind: helper === 'flux' ? 'Kustomization' : 'Application',
      name: 'joelclaw',
      namespace: helper === 'flux' ? 'flux-system' : 'argocd',
    };
    await there.cluster.api.patch(
      reference,
      helper === 'flux' ? { spec: { suspend: true } } : { spec: { syncPolicy: { automated: null } } },
    );
    expect(await there.ichor(['apply', 'joelclaw'])).toMatchObject({ status: 0 });
  });
});
