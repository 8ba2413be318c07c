import { kustomized } from '../../../../../lib/checks/tree/kustomize';
import { readingOf } from '../support/tree';

const labelled = async (labels: string, object: string) => {
  const kustomization = `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [object.yaml]\n${labels}\n`;
  const { documents } = await readingOf({ 'a/kustomization.yaml': kustomization, 'a/object.yaml': object });
  const after = (await kustomized(documents)).documents.find(({ at }) => at.file === 'a/object.yaml');
  return after?.object;
};
const common = 'commonLabels: { team: a }';
const templates = 'labels: [{ pairs: { team: a }, includeTemplates: true }]';
const selectors = 'labels: [{ pairs: { team: a }, includeSelectors: true }]';
const plain = 'labels: [{ pairs: { team: a } }]';

const team = { team: 'a' };
const deployment =
  'apiVersion: apps/v1\nkind: Deployment\nmetadata: { labels: { z: w } }\nspec: { selector: { matchLabels: { app: web } }, template: {} }\n';
const labels = { metadata: { labels: { z: 'w', ...team } } };
const selected = { selector: { matchLabels: { app: 'web', ...team } } };
const unselected = { selector: { matchLabels: { app: 'web' } } };
const pods = { template: { metadata: { labels: team } } };

test.each([
  ['alone', plain, { ...labels, spec: { ...unselected, template: {} } }],
  ['with those of its pods', templates, { ...labels, spec: { ...unselected, ...pods } }],
  ['with its selector', selectors, { ...labels, spec: { ...selected, ...pods } }],
  ['as ever', common, { ...labels, spec: { ...selected, ...pods } }],
])('a workload gets labels %s', async (_, text, expected) => {
  expect(await labelled(text, deployment)).toEqual({ apiVersion: 'apps/v1', kind: 'Deployment', ...expected });
});

test.each([
  ['a Service', 'apiVersion: v1\nkind: Service\nspec: {}\n', { selector: team }],
  ['a Job', 'apiVersion: batch/v1\nkind: Job\nspec: { template: {} }\n', pods],
  ['a budget', 'apiVersion: policy/v1\nkind: PodDisruptionBudget\nspec: { selector: { matchLabels: { app: web } } }\n', selected],
  [
    'a CronJob',
    'apiVersion: batch/v1\nkind: CronJob\nspec: { jobTemplate: { spec: { template: {} } } }\n',
    { jobTemplate: { metadata: { labels: team }, spec: pods } },
  ],
  [
    'a policy of Cilium',
    'apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nspec: { endpointSelector: { matchLabels: { a: b } } }\n',
    { endpointSelector: { matchLabels: { a: 'b' } } },
  ],
  [
    'a NetworkPolicy',
    'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nspec: { podSelector: { matchLabels: { a: b } }, ingress: [{ from: [{ podSelector: { matchLabels: { c: d } } }, { podSelector: {} }] }, {}], egress: [{ to: [{ ipBlock: { cidr: 10.0.0.0/8 } }] }] }\n',
    {
      podSelector: { matchLabels: { a: 'b', ...team } },
      ingress: [{ from: [{ podSelector: { matchLabels: { c: 'd', ...team } } }, { podSelector: {} }] }, {}],
      egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }],
    },
  ],
  [
    'a NetworkPolicy of all pods',
    'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nspec: { podSelector: {} }\n',
    { podSelector: {} },
  ],
])('%s', async (_, object, spec) => {
  expect(await labelled(common, object)).toMatchObject({ metadata: { labels: team } });
  expect((await labelled(common, object))?.spec).toEqual(spec);
});

test('an object that several label in their own way has none of those labels, and is known', async () => {
  const kustomization = (team: string) =>
    `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [../a]\ncommonLabels: { team: ${team} }\n`;
  const { documents } = await readingOf({
    'a/kustomization.yaml':
      'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [object.yaml]\npatches: [{ target: { kind: Service }, patch: "- { op: add, path: /spec/x, value: 1 }" }]\n',
    'a/object.yaml': 'apiVersion: v1\nkind: Service\nspec: {}\n',
    'b/kustomization.yaml': kustomization('b'),
    'c/kustomization.yaml': kustomization('c'),
  });
  const after = await kustomized(documents);
  const service = after.documents.find(({ at }) => at.file === 'a/object.yaml');
  expect(service?.object).toEqual({ apiVersion: 'v1', kind: 'Service', spec: { x: 1 } });
  expect(documents.map((document) => after.why(document)).filter((why) => why !== undefined)).toEqual([]);
});
