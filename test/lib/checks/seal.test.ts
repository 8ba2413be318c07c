import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import joelclaw from '../../../clusters/joelclaw';
import type { JsonObject } from '../../../lib/base';
import { partOf, release, sealIn, sealOf } from '../../../lib/checks/seal';
import { type Model, resolve } from '../../../lib/model';
import { readWorld } from '../../../lib/policy';
import { connectivityReport } from '../../../lib/report';
import { synthesize } from '../../../synthesize';
import { small } from '../../refusals/support/definitions';
import { everything } from '../../refusals/support/everything';
import { cnp, dns, shop, toStore } from '../../refusals/support/shop';

const root = join(__dirname, '..', '..', '..');
const pathOf = 'joelclaw/CONNECTIVITY.md';

function pageOf(cluster: unknown, earlier?: (path: string) => string | undefined) {
  const { product, findings } = synthesize(cluster, `clusters/${(cluster as typeof joelclaw).definition.name}.ts`, undefined, earlier);
  const content = product.files.find(({ path }) => path.endsWith('CONNECTIVITY.md'))?.content;
  return { text: content?.kind === 'text' ? content.text : undefined, findings };
}

test('the release is that of the package: raise it, or the count behind it, when pages come to say something else', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  expect(release.split('+')[0]).toBe(version);
});

describe('a page of an earlier synthesis', () => {
  test('is taken over where it was made of the same, and says the same as one that is worked out', () => {
    const { text = '' } = pageOf(joelclaw);
    const marked = text.replace('# Who reaches whom', '# Marked');
    expect(pageOf(joelclaw, (path) => (path === pathOf ? marked : undefined)).text).toBe(marked);
    expect(pageOf(joelclaw, (path) => (path === pathOf ? text : undefined))).toEqual(pageOf(joelclaw));
    expect(text).toBe(readFileSync(join(root, 'dist', pathOf), 'utf8'));
  });

  test('is not, where it was made of something else, or has no seal', () => {
    const { text = '' } = pageOf(joelclaw);
    const others = [text.replace(/sha256:./, 'sha256:x'), text.replace(release, '0.0.1+1'), text.replace(/<!-- .* -->\n/, ''), ''];
    for (const other of others) expect(pageOf(joelclaw, () => other).text).toBe(text);
  });

  test('is never sealed where something was found, so that it is found again', () => {
    const extra = { apiVersion: 'cilium.io/v2', kind: 'CiliumNetworkPolicy', metadata: { name: 'extra', namespace: 'apps' } };
    const groups = { endpointSelector: {}, egress: [{ toGroups: [{ aws: { region: 'x' } }] }] };
    const cluster = small({ objects: [{ ...extra, spec: groups }] });
    const { text = '', findings } = pageOf(cluster);
    expect(findings.length).toBeGreaterThan(0);
    expect(sealIn(text)).toBeUndefined();
    expect(pageOf(cluster, () => text).findings).toEqual(findings);
  });

  test('is not sealed either where a rule about who reaches whom found something', () => {
    const oneSided = shop([cnp({ egress: [dns(), toStore] }), cnp({ ingress: [{ fromEntities: ['ingress'] }] }, 'data', 'store')]);
    const { text = '', findings } = pageOf(oneSided);
    expect(findings.map(({ id }) => id)).toEqual(['POL015']);
    expect(sealIn(text)).toBeUndefined();
    expect(pageOf(oneSided, () => text).findings).toEqual(findings);
  });
});

test('what a seal leaves out of objects has no part in who reaches whom', () => {
  // GIVEN
  const { connectivity } = synthesize(everything, 'clusters/everything.ts');
  const { sources = [], options } = connectivity ?? {};
  const parts = sources.map((source) => ({ ...source, object: partOf(source.object) as JsonObject }));
  // THEN
  expect(JSON.stringify(parts).length).toBeLessThan(JSON.stringify(sources).length);
  const { identities, entries, findings, services } = readWorld(parts, options);
  expect({ identities, entries, findings, services }).toEqual({
    identities: connectivity?.world().identities,
    entries: connectivity?.world().entries,
    findings: connectivity?.world().findings,
    services: connectivity?.world().services,
  });
});

test('a seal is found again in the page that it closes', () => {
  const { model } = resolve(joelclaw, 'clusters/joelclaw.ts');
  const seal = sealOf(model as Model, [], undefined);
  const page = connectivityReport(
    {
      cluster: 'a',
      hasPolicies: false,
      stages: { enforce: [], observe: [], off: [] },
      reaches: [],
      open: [],
      closedNamespaces: [],
      nodeReachesPods: false,
      waysIn: [],
      gateways: [],
      dns: [],
      notes: [],
    },
    seal,
  );
  expect(sealIn(page)).toBe(seal);
});
