import { parseCidr } from '../../lib/base';
import { label, namespaceKey, namespaceLabelsKey } from '../../lib/policy/label';
import type { Profile } from '../../lib/policy/profile';
import {
  cidrGroupSelector,
  cidrGroupsSelector,
  cidrSelector,
  fqdnSelector,
  labelSelector,
  type Requirement,
  requirement,
  type Selector,
  wildcard,
} from '../../lib/policy/selector';
import * as fc from './fast-check';
import { often } from './often';
import { apps, namespaces, teams } from './random-identities';

/** A selector, which is made once the agent's configuration is known. */
export type SelectorDraft = (profile: Profile) => Selector;

const cidr = (text: string) => parseCidr(text) as NonNullable<ReturnType<typeof parseCidr>>;
const blocks = ['10.0.0.0/8', '10.1.0.0/16', '10.1.2.0/24', '192.0.2.0/24', '0.0.0.0/0', '2001:db8::/32', '2001:db8:1::/48', '::/0'];

const keyed: readonly (readonly [string, readonly string[]])[] = [
  ['app', apps],
  ['k8s:app', apps],
  ['k8s:team', teams],
  ['team', teams],
  [`k8s:${namespaceKey}`, namespaces],
  [`k8s:${namespaceLabelsKey}.environment`, ['live', 'test']],
  ['reserved:world', ['']],
  ['reserved:host', ['']],
  ['reserved:kube-apiserver', ['']],
  ['cidrgroup:site', ['north', 'south']],
];

const anyRequirement: fc.Arbitrary<Requirement> = fc
  .record({
    key: fc.constantFrom(...keyed),
    operator: fc.constantFrom('In' as const, 'In' as const, 'NotIn' as const, 'Exists' as const, 'DoesNotExist' as const),
    chosen: fc.array(fc.nat(2), { minLength: 1, maxLength: 2 }),
  })
  .map(({ key: [key, values], operator, chosen }) => {
    const some = operator === 'In' || operator === 'NotIn' ? chosen.map((n) => values[n % values.length] as string) : [];
    return requirement(key, operator, some);
  });

const excepted = fc.uniqueArray(fc.constantFrom('10.1.0.0/16', '10.1.2.0/24', '2001:db8:1::/48'), { maxLength: 2 });

/** Selectors by labels. */
export const labelledSelector: fc.Arbitrary<SelectorDraft> = fc
  .array(anyRequirement, { minLength: 1, maxLength: 2 })
  .map((requirements) => () => labelSelector(requirements));

/** Selectors by the labels of CIDR groups, of which a block may have several with one key. */
export const groupSelector: fc.Arbitrary<SelectorDraft> = fc.tuple(fc.array(anyRequirement, { minLength: 1, maxLength: 2 }), excepted).map(
  ([requirements, except]) =>
    (profile) =>
      cidrGroupsSelector(requirements, except.map(cidr), profile),
);

const everything: fc.Arbitrary<SelectorDraft> = fc.constant(() => wildcard);
const block: fc.Arbitrary<SelectorDraft> = fc.record({ outer: fc.constantFrom(...blocks), except: excepted }).map(
  ({ outer, except }) =>
    (profile) =>
      cidrSelector(cidr(outer), except.map(cidr), profile),
);
const group: fc.Arbitrary<SelectorDraft> = excepted.map((except) => (profile) => cidrGroupSelector('office', except.map(cidr), profile));
const name: fc.Arbitrary<SelectorDraft> = fc
  .constantFrom('a.example.com', 'b.example.com')
  .map((text) => () => fqdnSelector(label('fqdn', text)));
const app: fc.Arbitrary<SelectorDraft> = fc
  .constantFrom(...apps)
  .map((value) => () => labelSelector([requirement('k8s:app', 'In', [value])]));
const namespace: fc.Arbitrary<SelectorDraft> = fc
  .constantFrom(...namespaces)
  .map((value) => () => labelSelector([requirement(`k8s:${namespaceKey}`, 'In', [value])]));

/** Selectors by labels, by addresses and by names. */
export const anySelector: fc.Arbitrary<SelectorDraft> = fc.oneof(
  often(2, everything),
  often(8, labelledSelector),
  often(3, block),
  often(1, group),
  often(1, groupSelector),
  often(1, name),
);

/** Selectors that mean many, so that several entries are about the same. */
export const broadSelector: fc.Arbitrary<SelectorDraft> = fc.oneof(
  often(3, everything),
  often(2, app),
  often(1, namespace),
  often(2, anySelector),
);
