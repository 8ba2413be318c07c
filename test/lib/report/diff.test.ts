import type { JsonObject } from '../../../lib/base';
import { compareWorlds, readAligned } from '../../../lib/compare';
import { type ComparedCluster, diffJson, diffMarkdown, diffText, type Palette, plain } from '../../../lib/report';
import { contradictions } from '../../cli/support/schema';
import { deployment, fromApp, namespace, policy, toPorts, tree } from '../compare/support/trees';

function compared(before: readonly JsonObject[], after: readonly JsonObject[], name?: string): ComparedCluster {
  const worlds = readAligned(tree(before), tree(after));
  const changes = compareWorlds(worlds.before, worlds.after);
  return { ...(name === undefined ? {} : { name }), before: 'HEAD:dist/home', after: 'clusters/home.ts', changes };
}

const apps = [namespace('apps'), deployment('apps/db'), deployment('apps/api')];
const db = (...ingress: readonly JsonObject[]) => policy('apps/db', { ingress, egress: [{ toEndpoints: [] }] });
const world = { fromEntities: ['world'], ...toPorts([443]) };
const http = (path: string): JsonObject => ({
  ...fromApp('api'),
  toPorts: [{ ports: [{ port: '80', protocol: 'TCP' }], rules: { http: [{ method: 'GET', path }] } }],
});
const web = [deployment('apps/web'), policy('apps/web', { ingress: [fromApp('api', 80)], egress: [{ toEndpoints: [] }] })];

const changed = compared(
  [...apps, db(fromApp('api', 5432), http('/public'))],
  [...apps, ...web, db(world, fromApp('api', 5433), http('/a|b'))],
  'home',
);
const nothing = compared(apps, apps, 'other');

test('as text: exposures first, causes below, workloads that came, and a count', () => {
  expect(diffText([changed, nothing])).toBe(`home: HEAD:dist/home → clusters/home.ts

exposure
  + opened  world → apps/db: TCP 443
      by CiliumNetworkPolicy apps/db (changed)
  + opened  kube-apiserver → apps/db: TCP 443
      by CiliumNetworkPolicy apps/db (changed)

inside of the cluster
  + opened  apps/api → apps/db: TCP 5433
      by CiliumNetworkPolicy apps/db (changed)
  + widened at L7  apps/api → apps/db: TCP 80 (HTTP method GET, path /a|b), now TCP 80 (HTTP method GET, path /a|b), TCP 5433
      by CiliumNetworkPolicy apps/db (changed)
  - closed  apps/api → apps/db: TCP 5432
      by CiliumNetworkPolicy apps/db (changed)
  - narrowed at L7  apps/api → apps/db: no more TCP 80 (HTTP method GET, path /public), now TCP 80 (HTTP method GET, path /a|b), TCP 5433
      by CiliumNetworkPolicy apps/db (changed)

added: apps/web (isolated)
  + opened  host, host with kube-apiserver → apps/web: everything
  + opened  apps/api → apps/web: TCP 80
      by CiliumNetworkPolicy apps/web (added)

3 opened, 1 widened at L7, 1 closed, 1 narrowed at L7, 1 workload added

other: HEAD:dist/home → clusters/home.ts: nothing changed
`);
});

test('isolation is one line for both directions', () => {
  expect(diffText([compared(apps, [...apps, db({ fromEndpoints: [] })])])).toContain(
    '\nisolation\n  ~ apps/db: egress and ingress open → isolated\n',
  );
});

test('colours mark what happened, and change no text', () => {
  const marked: Palette = { ...plain, green: (t) => `<${t}>`, red: (t) => `[${t}]` };
  const text = diffText([changed], marked);
  expect(text).toContain('  <+ opened>  world → apps/db: TCP 443\n');
  expect(text).toContain('  [- closed]  apps/api → apps/db: TCP 5432\n');
  expect(text.replace(/[<>[\]]/g, '')).toBe(diffText([changed]));
});

describe('as Markdown', () => {
  test('a table of what matters first, and the rest folded; what means something to Markdown is escaped', () => {
    const page = diffMarkdown([changed]);
    expect(page).toContain('### home: who reaches whom\n\n`HEAD:dist/home` → `clusters/home.ts`: **3 opened, ');
    expect(page).toContain(
      '**Exposure**\n\n|  | from | to | ports | by |\n| --- | --- | --- | --- | --- |\n| + opened | world | apps/db | TCP 443 | CiliumNetworkPolicy apps/db (changed) |\n',
    );
    expect(page).toContain('path /a\\|b');
    expect(page).toContain('<details><summary>Added: apps/web (isolated)</summary>\n\n|  | from |');
    expect(page.match(/<details>/g)).toHaveLength(page.match(/<\/details>/g)?.length ?? 0);
  });

  test('without changes it is said', () => {
    expect(diffMarkdown([nothing])).toBe('### other: who reaches whom\n\n`HEAD:dist/home` → `clusters/home.ts`: **nothing changed**\n\n');
  });

  test('what does not fit is counted, and what is there is whole', () => {
    // GIVEN
    const names = Array.from({ length: 300 }, (_, i) => `a-workload-with-a-long-name-${i}`);
    const objects = [namespace('apps'), ...names.map((name) => deployment(`apps/${name}`))];
    const many = names.map((name, i) => policy(`apps/${name}`, { ingress: [fromApp(names[(i + 1) % 300] as string, 1000 + i)] }));
    // WHEN
    const page = diffMarkdown([
      compared(
        [...objects, ...many],
        [
          ...objects,
          ...many.map((p, i) => ({ ...p, spec: { ...(p.spec as object), ingress: [fromApp(names[(i + 2) % 300] as string, 3000 + i)] } })),
        ],
      ),
    ]);
    // THEN
    expect(page.length).toBeLessThanOrEqual(60_000);
    expect(page.length).toBeGreaterThan(59_000);
    expect(page).toMatch(/\n_\d+ lines are left out, since a comment can't be longer; `ichor diff` on a terminal shows all\._\n$/);
    const rows = page.split('\n').filter((line) => line.startsWith('|'));
    expect(rows.every((line) => line.endsWith(' |'))).toBe(true);
    expect(page).toContain('**300 opened, 300 closed**');
  });
});

test('as JSON it is what the schema says, for programs', () => {
  const output = JSON.parse(diffJson([changed, nothing], []));
  expect(contradictions('diff.schema.json', output)).toEqual([]);
  expect(output.clusters.map(({ name }: { name: string }) => name)).toEqual(['home', 'other']);
  expect(output.clusters[0].connectivity.flows.existing[0]).toEqual({
    kind: 'opened',
    exposure: true,
    from: { names: ['world'], members: [{ kind: 'world', name: 'world', zone: 'outside' }] },
    to: { names: ['apps/db'], members: [{ kind: 'pods', name: 'apps/db', zone: 'pods' }] },
    ports: { text: 'TCP 443', spans: [{ protocol: 'TCP', low: 443, high: 443, verdict: 'allowed' }] },
    before: 'nothing',
    after: 'TCP 443',
    causes: [{ kind: 'policy', change: 'changed', policy: { kind: 'CiliumNetworkPolicy', namespace: 'apps', name: 'db' } }],
  });
});

describe('labels that were changed away from a selector', () => {
  const relabelled = compared(
    [...apps, db(fromApp('api'))],
    [apps[0] as JsonObject, apps[2] as JsonObject, deployment('apps/db', { app: 'store' }), db(fromApp('api'))],
  );
  const message =
    "the pods of 'apps/db' had 'app: db' and have 'app: store': CiliumNetworkPolicy 'apps/db', whose selector is as it was, doesn't select it any more, and its egress and ingress are open, not isolated any more";

  test('as text they come first, with what to write, and are counted', () => {
    const text = diffText([relabelled]);
    expect(text).toContain(
      `\n\nselectors that no longer match\n  POL060  ${message}\n      leave the labels, or change the selector with them\n\nexposure\n`,
    );
    expect(text).toContain('\n1 selector no longer matches, ');
  });

  test('as Markdown they are a table', () => {
    expect(diffMarkdown([relabelled])).toContain(
      `**Selectors that no longer match**\n\n|  | what | instead |\n| --- | --- | --- |\n| POL060 | ${message} | leave the labels, or change the selector with them |\n\n`,
    );
    expect(diffMarkdown([changed])).not.toContain('Selectors');
  });

  test('as JSON they are told apart', () => {
    const output = JSON.parse(
      diffJson(
        [relabelled],
        relabelled.changes.relabelled.map((one) => one.finding),
      ),
    );
    expect(contradictions('diff.schema.json', output)).toEqual([]);
    expect(output.clusters[0].relabelled).toEqual([
      {
        id: 'POL060',
        workload: 'apps/db',
        before: { app: 'db' },
        after: { app: 'store' },
        of: { kind: 'CiliumNetworkPolicy', namespace: 'apps', name: 'db' },
        role: 'subject',
        message,
      },
    ]);
  });
});
