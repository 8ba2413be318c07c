import { valueAt } from '../../base';
import type { Entry } from '../../policy';
import { clusterKey, namespaceKey, splitSource } from '../../policy/label';
import { labelFilter } from '../../policy/read/label-filter';
import type { LabelSelectorSpec } from '../../policy/read/label-selector';
import { matches, type Selector } from '../../policy/selector';
import { calledPolicy, type PlacedItem, type PlacedRule } from '../policies/items';
import { labelsText, namespaceOf, nearestLabel, ownRequirements } from '../policies/meant';
import { numbersIn, placeIn, placeOfEntry, type Reading, readingOf } from '../policies/reading';
import type { Breach } from '../rule';
import { rule } from './define';
import { listed, policyRule } from './policy-rule';

/** Whom selectors of policies mean, and whom they were probably to mean. */
export const policySelectorRules = [
  policyRule('POL013', (reading) =>
    subjectsOf(reading).flatMap(({ entry, place }): Breach[] => {
      if (onNodesOnly(reading, entry.subject, entry.namespace).length > 0) return [];
      const namespace = namespaceOf(entry.subject) ?? entry.namespace;
      const beside = reading.podsOf(namespace);
      if (beside.length === 0) return [];
      const label = nearestLabel(entry.subject, beside, reading.profile);
      if (label === undefined && reading.mayHaveOthers(namespace)) return [];
      return [
        {
          at: place,
          message: `${calledPolicy(entry.origin)} selects no pods of which a file tells${withLabels(entry.subject)}`,
          repair: label === undefined ? 'write labels that the pods have' : `write '${label}'`,
        },
      ];
    }),
  ),
  policyRule('POL014', (reading) =>
    unmet(reading).flatMap(({ entry, selector }): Breach[] => {
      const namespace = namespaceOf(selector);
      if (namespace === undefined || ownElsewhere(reading, entry, selector).length > 0) return [];
      const label = nearestLabel(selector, reading.podsOf(namespace), reading.profile);
      if (label === undefined) return [];
      return [
        {
          at: placeOfEntry(entry),
          message: `${calledPolicy(entry.origin)} means pods with ${labelsText(selector)} in '${namespace}', of which no file tells`,
          repair: `write '${label}'`,
        },
      ];
    }),
  ),
  policyRule('POL021', (reading) => {
    const filter = labelFilter(reading.profile);
    const isDropped = (selector: Selector) =>
      ownRequirements(selector).find(
        ({ key, operator }) => (operator === 'In' || operator === 'Exists') && !filter.isPart({ source: 'k8s', key }),
      );
    return reading.world.entries.flatMap((entry): Breach[] => {
      if (entry.node || reading.isMade(entry)) return [];
      const dropped = [entry.subject, ...entry.peers]
        .filter(({ kind }) => kind === 'labels')
        .flatMap((selector) => isDropped(selector) ?? []);
      return dropped.slice(0, 1).map(({ key }) => ({
        at: placeOfEntry(entry),
        message: `${calledPolicy(entry.origin)} asks for the label '${key}', which Cilium leaves out of what it knows of pods, so that nobody is meant`,
        repair: /namespace/i.test(key)
          ? `write '${namespaceKey}', by which Cilium knows the namespace of pods`
          : 'select by a label that all pods of the workload have, such as app.kubernetes.io/name',
      }));
    });
  }),
  policyRule('POL022', (reading) =>
    unmet(reading).flatMap(({ entry, selector }): Breach[] => {
      const elsewhere = ownElsewhere(reading, entry, selector);
      const [first] = elsewhere;
      if (first === undefined || reading.mayHaveOthers(entry.namespace)) return [];
      return [
        {
          at: placeOfEntry(entry),
          message: `${calledPolicy(entry.origin)} means pods with ${labelsText(selector)} of its own namespace, where no file tells of any; ${listed(elsewhere.map(({ name }) => `'${name}'`))} has these labels`,
          repair:
            entry.origin.kind === 'NetworkPolicy'
              ? `write namespaceSelector with kubernetes.io/metadata.name: ${first.namespace}`
              : `write ${namespaceKey}: ${first.namespace}`,
        },
      ];
    }),
  ),
  policyRule('POL023', (reading) =>
    reading.rules.flatMap(({ policy, rule, path }): Breach[] => {
      const asked = policy.namespace === '' ? [] : namespacesAsked((rule.endpointSelector ?? {}) as LabelSelectorSpec);
      return asked
        .filter(({ values }) => !values.includes(policy.namespace))
        .map(({ key, values }) => ({
          at: placeIn(policy, `${path}.endpointSelector`),
          message: `${policy.called} selects pods of '${values.join("', '")}' by '${key}', which Cilium replaces by its own namespace`,
          repair: 'put the policy into that namespace, or write a CiliumClusterwideNetworkPolicy',
        }));
    }),
  ),
  policyRule('POL034', (reading) =>
    reading.items.flatMap(({ policy, item, path }): Breach[] =>
      (['fromEndpoints', 'toEndpoints'] as const).flatMap((list) =>
        (item[list] ?? []).flatMap(({ matchExpressions }, i) =>
          (matchExpressions ?? [])
            .filter(({ key, operator }) => splitSource(key).source === 'reserved' && (operator === 'NotIn' || operator === 'DoesNotExist'))
            .map(({ key, operator }) => ({
              at: placeIn(policy, `${path}.${list}[${i}].matchExpressions`),
              message: `${policy.called}: '${key}' with ${operator} means everybody else, the world too: beside a reserved label Cilium adds no namespace`,
              repair: 'write who is meant with fromEntities or toEntities, or by labels that have to be there',
            })),
        ),
      ),
    ),
  ),
  policyRule('POL035', (reading) => [
    ...subjectsOf(reading).flatMap(({ entry, place }) =>
      onNodesOnly(reading, entry.subject, entry.namespace)
        .slice(0, 1)
        .map(
          (key): Breach => ({
            at: place,
            message: `${calledPolicy(entry.origin)} selects '${key}', whose pods are in the network of the node, where policies of pods don't bind them`,
            repair: 'leave out hostNetwork, or write a CiliumClusterwideNetworkPolicy with nodeSelector',
          }),
        ),
    ),
    ...unmet(reading).flatMap(({ entry, selector }) =>
      onNodesOnly(reading, selector, '')
        .slice(0, 1)
        .map(
          (key): Breach => ({
            at: placeOfEntry(entry),
            message: `${calledPolicy(entry.origin)} means '${key}' by labels, but its pods are in the network of the node, and to Cilium are the node`,
            repair: `write ${entry.direction === 'ingress' ? 'fromEntities' : 'toEntities'}: [host, remote-node]`,
          }),
        ),
    ),
  ]),
  rule('POL058', ['policies', 'cilium.values'], ({ policies, 'cilium.values': values }): Breach[] => {
    if (policies.value === undefined || valueAt(values.value, 'clustermesh', 'useAPIServer') !== true) return [];
    const reading = readingOf(policies.value);
    if (!reading.profile.defaultLocalCluster) return [];
    const asked = new Set(
      reading.items.filter(({ item }) => JSON.stringify(item).includes(clusterKey)).flatMap((item) => reading.entryOf(item) ?? []),
    );
    return unmet(reading).flatMap(({ entry, selector }): Breach[] => {
      const isTold = asked.has(entry) || reading.isMade(entry) || entry.origin.kind === 'NetworkPolicy';
      if (isTold || ownElsewhere(reading, entry, selector).length > 0) return [];
      return [
        {
          at: placeOfEntry(entry),
          message: `${calledPolicy(entry.origin)} means pods with ${labelsText(selector)} of this cluster alone, where no file tells of any: those of other clusters of the mesh are denied`,
          repair: `write ${clusterKey} with the name of the cluster, where those of another are meant`,
        },
      ];
    });
  }),
];

interface Subject {
  readonly entry: Entry;
  readonly place: ReturnType<typeof placeOfEntry>;
}

/** Rules that select nobody, one entry for each selector, but those of which flows tell. */
function subjectsOf(reading: Reading): Subject[] {
  const seen = new Set<string>();
  const selectors = new Map(reading.rules.map((rule) => [ruleKey(rule), rule]));
  return reading.world.entries.flatMap((entry) => {
    const { origin, node } = entry;
    const path = origin.path.split('.')[0] as string;
    const key = `${calledPolicy(origin)} ${path}`;
    if (node || seen.has(key) || reading.isMade(entry)) return [];
    seen.add(key);
    const met = numbersIn(reading.subjects(entry).possible).filter((i) => reading.world.identities[i]?.kind !== 'other-pods');
    if (met.length > 0) return [];
    const policy = reading.policies.find(({ called }) => called === calledPolicy(origin));
    if (policy === undefined) return [];
    return [{ entry, place: placeIn(policy, selectors.has(key) ? `${path}.endpointSelector` : 'spec.podSelector') }];
  });
}

const ruleKey = ({ policy, path }: PlacedRule | PlacedItem) => `${policy.called} ${path}`;

/** Selectors of other ends by labels of pods, that mean nobody of whom an object tells. */
function unmet(reading: Reading): { readonly entry: Entry; readonly selector: Selector }[] {
  return reading.world.entries.flatMap((entry) =>
    entry.peers
      .filter((selector) => selector.kind === 'labels' && ownRequirements(selector).length > 0)
      .filter((selector) => numbersIn(reading.meant(selector).possible).every((i) => reading.world.identities[i]?.kind === 'other-pods'))
      .map((selector) => ({ entry, selector })),
  );
}

/** Pods of other namespaces that the selector would mean, if it meant those. */
function ownElsewhere({ world, profile }: Reading, { namespace }: Entry, selector: Selector) {
  if (namespace === '' || namespaceOf(selector) !== namespace) return [];
  const anywhere: Selector = { ...selector, requirements: ownRequirements(selector) };
  return world.identities.filter((identity) => identity.kind === 'pods' && matches(anywhere, identity, profile) === true);
}

/** Workloads on the nodes' network that the selector would mean, if they had identities of their own. */
function onNodesOnly(reading: Reading, selector: Selector, namespace: string): string[] {
  return reading.onNodes
    .filter(
      ({ workload, labelled }) =>
        (namespace === '' || workload.namespace === namespace) && matches(selector, labelled, reading.profile) === true,
    )
    .map(({ workload }) => workload.key);
}

function namespacesAsked({
  matchLabels,
  matchExpressions,
}: LabelSelectorSpec): { readonly key: string; readonly values: readonly string[] }[] {
  const isNamespace = (key: string) => splitSource(key).key === namespaceKey;
  return [
    ...Object.entries(matchLabels ?? {}).map(([key, value]) => ({ key, values: [value] })),
    ...(matchExpressions ?? []).map(({ key, values }) => ({ key, values: values ?? [] })),
  ].filter(({ key }) => isNamespace(key));
}

function withLabels(selector: Selector): string {
  const text = labelsText(selector);
  return text === '' ? '' : `: none has ${text}`;
}
