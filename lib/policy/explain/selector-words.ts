import type { Identity } from '../identity';
import { cidrGroupNameKey, clusterKey, namespaceKey, namespaceLabelsKey, serviceAccountKey } from '../label';
import type { Profile } from '../profile';
import { labelFilter } from '../read/label-filter';
import { fulfils, isWildcard, type Requirement, type Selector } from '../selector';

const prefix = `${namespaceLabelsKey}.`;

/** Whom a selector means, as people say it: `pods with app=redis in joelclaw`, `world`, `10.0.0.0/8 without 10.5.0.0/16`. */
export function selectorWords(selector: Selector, { clusterName }: Pick<Profile, 'clusterName'>): string {
  if (isWildcard(selector)) return 'everybody';
  if (selector.kind === 'fqdn') return selector.requirements.map(({ key }) => key).join(' and ');
  if (selector.kind === 'cidr') return blockWords(selector.requirements);
  const [first] = selector.requirements as readonly [Requirement];
  if (selector.requirements.length === 1 && first.source === 'reserved' && first.operator !== 'DoesNotExist') return first.key;
  const isNode = (r: Requirement) => r.source === 'reserved' && r.key === 'remote-node' && r.operator === 'Exists';
  const noun = selector.requirements.some(isNode) ? 'nodes' : 'pods';
  const entities = selector.requirements.filter((r) => r.source === 'reserved' && !isNode(r)).map(conditionWords);
  const wanted = selector.requirements.filter((r) => r.source !== 'reserved' && !isPlace(r));
  const labels = [...entities, ...wanted.map(conditionWords)].join(' and ');
  const namespace = selector.requirements.filter(({ key }) => key === namespaceKey);
  const where = [...namespace.flatMap((r) => (r.operator === 'In' ? [`in ${r.values.join(' or ')}`] : []))];
  const spaces = selector.requirements
    .filter(({ key }) => key.startsWith(prefix))
    .map((r) => conditionWords({ ...r, key: r.key.slice(prefix.length) }));
  const cluster = selector.requirements.filter((r) => r.key === clusterKey && r.operator === 'In' && !r.values.includes(clusterName));
  return [
    labels === '' ? noun : `${noun} with ${labels}`,
    ...where,
    ...(spaces.length === 0 ? [] : [`in namespaces with ${spaces.join(' and ')}`]),
    ...cluster.map(({ values }) => `of cluster ${values.join(' or ')}`),
  ].join(' ');
}

const isPlace = ({ key }: Requirement) => key === namespaceKey || key === clusterKey || key.startsWith(prefix);

function blockWords(requirements: readonly Requirement[]): string {
  const text = (r: Requirement) => r.prefix?.canonical ?? (r.source === 'cidrgroup' ? groupWords(r) : 'every address');
  const except = requirements.filter(({ operator, prefix: block }) => operator === 'DoesNotExist' && block !== undefined).map(text);
  const blocks = requirements.filter((r) => !(r.operator === 'DoesNotExist' && r.prefix !== undefined)).map(text);
  return `${blocks.join(' and ')}${except.length === 0 ? '' : ` without ${except.join(', ')}`}`;
}

function groupWords(of: Requirement): string {
  const own = `${cidrGroupNameKey}/`;
  return of.key.startsWith(own) ? `CIDR group ${of.key.slice(own.length)}` : `CIDR groups with ${conditionWords(of)}`;
}

/** One condition as people write it: `app=redis`, `app in (a, b)`, `no app`. */
export function conditionWords({ key, operator, values }: Pick<Requirement, 'key' | 'operator' | 'values'>): string {
  const name = key === serviceAccountKey ? 'ServiceAccount' : key;
  if (operator === 'Exists') return `${name}`;
  if (operator === 'DoesNotExist') return `no ${name}`;
  const value = values.length === 1 ? `${values[0]}` : `(${values.join(', ')})`;
  if (operator === 'In') return values.length === 1 ? `${name}=${value}` : `${name} in ${value}`;
  return values.length === 1 ? `${name} other than ${value}` : `${name} not in ${value}`;
}

/** The one requirement of a selector that keeps it from meaning an identity, for certain; `undefined` where none or several do. */
export function onlyFailing(selector: Selector, identity: Identity, profile: Profile): Requirement | undefined {
  let only: Requirement | undefined;
  for (const r of selector.requirements) {
    if (fulfils(identity, r, selector, profile) !== false) continue;
    if (only !== undefined) return undefined;
    only = r;
  }
  return only;
}

/** Why a requirement isn't fulfilled, as people say it; `called` is the name of the identity. */
export function failureWords(of: Requirement, identity: Identity, called: string, profile: Profile): string {
  const has = identity.labels.find(({ key, source }) => key === of.key && (of.source === 'any' || of.source === source))?.value;
  if (of.prefix !== undefined) {
    return of.operator === 'DoesNotExist'
      ? `the rule leaves out ${of.prefix.canonical}`
      : `the rule is for ${of.prefix.canonical}, and '${called}' lies outside of it`;
  }
  if (of.source === 'fqdn') return `the rule is for the name '${of.key}', asked is '${called}'`;
  if (of.source === 'cidrgroup') return `the rule is for ${groupWords(of)}, and '${called}' lies outside of it`;
  if (of.source === 'reserved' || of.key.startsWith('reserved:')) {
    const entity = of.key.replace(/^reserved:/, '');
    return of.operator === 'DoesNotExist' ? `the rule leaves out '${entity}'` : `the rule is for '${entity}', which '${called}' is not`;
  }
  if (of.key === namespaceKey) return namespaceFailure(of, identity, called);
  if (of.key === clusterKey) return `the rule is for ${clusterWords(of)}, '${called}' is in cluster '${has ?? ''}'`;
  if (of.key.startsWith(prefix)) {
    const key = of.key.slice(prefix.length);
    const own = has === undefined ? `no label '${key}'` : `${key}=${has}`;
    return `the rule is for namespaces with ${conditionWords({ ...of, key })}, '${identity.namespace}' has ${own}`;
  }
  if (!isPart(of, profile)) {
    return `the selector wants ${conditionWords(of)}, and Cilium drops '${of.key}' from identities, so that it never matches`;
  }
  const name = of.key === serviceAccountKey ? 'ServiceAccount' : of.key;
  return `the selector wants ${conditionWords(of)}, '${called}' has ${has === undefined ? `no ${of.key === serviceAccountKey ? '' : 'label '}'${name}'` : `${name}=${has}`}`;
}

/** Whether the label that a requirement is about can be in an identity at all. */
export function isPart({ source, key }: Requirement, profile: Profile): boolean {
  return labelFilter(profile).isPart({ source: source === 'any' ? 'k8s' : source, key });
}

function namespaceFailure(of: Requirement, { namespace }: Identity, called: string): string {
  const where = namespace === '' ? `'${called}' is no pod` : `'${called}' is in '${namespace}'`;
  if (of.operator === 'Exists') return `the rule is for pods, ${where}`;
  const names = of.values.map((value) => `'${value}'`).join(' or ');
  return of.operator === 'In' ? `the rule is for pods in namespace ${names}, ${where}` : `the rule leaves out pods in namespace ${names}`;
}

const clusterWords = ({ operator, values }: Requirement) =>
  operator === 'In' ? `cluster ${values.map((value) => `'${value}'`).join(' or ')}` : 'other clusters';
