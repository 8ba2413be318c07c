import { compareText } from '../../base';
import type { Entry } from '../entry';
import { fullName, isNamePattern, nameExpression, namesOf } from '../fqdn';
import type { Identity } from '../identity';
import { label, worldLabel } from '../label';
import type { Profile } from '../profile';
import { familiesOf, unknownAddresses } from './reserved';

/** The names and patterns of names that rules name, as they are written, each once and in order. */
export function namesInRules(entries: readonly Entry[]): readonly string[] {
  const selectors = entries.flatMap(({ peers }) => peers).filter(({ kind }) => kind === 'fqdn');
  return [...new Set(selectors.flatMap(({ requirements }) => requirements.map(({ key }) => key)))].sort(compareText);
}

/**
 * One identity for the addresses of every host name that rules name, and one for each pattern: other names that it means. Of a
 * cluster with both families each is there twice, since rules may tell the families apart.
 *
 * They carry the label of every selector that means the name, as the selector is written, and the world's. Which blocks and
 * groups the addresses lie in isn't known, so rules with addresses are unknown for them, apart from those of every address. An
 * address that several names share carries the labels of all of them, which is left out here.
 *
 * @param written names and patterns of rules; see {@link namesInRules}
 * @param further names and patterns beyond those of rules that somebody wants to know about
 * @see cilium 1.20.2 pkg/fqdn/namemanager/manager.go (deriveLabelsForName)
 */
export function nameIdentities(written: readonly string[], profile: Profile, further: readonly string[] = []): readonly Identity[] {
  const keys = [...new Set(written)].sort(compareText);
  const selecting = selector(keys);
  const literal = [...keys, ...further].filter((key) => !isNamePattern(key)).map(withoutDot);
  const hosts = [...new Set(literal)].sort(compareText).map((name) => ({ name, keys: selecting(name) }));
  const filler = fillerFor([...keys, ...further]);
  const asked = new Set(further.filter(isNamePattern).map(withoutDot));
  const ofRules = keys.filter(isNamePattern).map(withoutDot);
  const patterns = [...new Set([...ofRules, ...asked])].sort(compareText).map((pattern) => ({
    name: `other names that match ${pattern}`,
    keys: fewest(namesOf(pattern, filler).map(selecting)),
    asked: asked.has(pattern),
  }));
  return familiesOf(profile).flatMap(({ family, suffix }) =>
    [...hosts, ...unlike(patterns)].map(({ name, keys: own }) => ({
      kind: 'fqdn' as const,
      name: `${name}${suffix}`,
      namespace: '',
      endpoint: false,
      ports: [],
      labels: [...own.map((key) => label('fqdn', key)), worldLabel(family, profile)],
      unknown: unknownAddresses(`the addresses of ${name} are known to DNS alone`),
    })),
  );
}

/** Tells which of the sorted keys mean a name: those that are this name, and patterns. */
function selector(keys: readonly string[]): (name: string) => string[] {
  const plain = new Map<string, string[]>();
  for (const key of keys.filter((k) => !isNamePattern(k))) plain.set(fullName(key), [...(plain.get(fullName(key)) ?? []), key]);
  const patterns = keys.filter(isNamePattern).map((key) => ({ key, expression: nameExpression(key) }));
  return (name) => {
    const full = fullName(name);
    const fitting = patterns.filter(({ expression }) => expression.test(full)).map(({ key }) => key);
    return [...(plain.get(full) ?? []), ...fitting].sort(compareText);
  };
}

function withoutDot(name: string): string {
  const full = fullName(name);
  return full === '.' ? full : full.slice(0, -1);
}

/** A part of names that no rule has in mind: of a letter that is in none of its names, if there is one. */
function fillerFor(keys: readonly string[]): string {
  const used = new Set(keys.join('').toLowerCase());
  return [...'xqzjkvwyufbghpmldcnrtsioae0123456789_-'].find((letter) => !used.has(letter)) ?? 'x'.repeat(63);
}

/** What the fewest selectors mean, since others have identities of their own. */
function fewest(of: readonly (readonly string[])[]): readonly string[] {
  return of.reduce((least, keys) => (keys.length < least.length ? keys : least));
}

/** Patterns that no rule tells apart are one, unless somebody asks for them. */
function unlike<T extends { readonly keys: readonly string[]; readonly asked: boolean }>(patterns: readonly T[]): readonly T[] {
  const known = new Set<string>();
  return patterns.filter(({ keys, asked }) => {
    const key = JSON.stringify(keys);
    const isNew = !known.has(key);
    known.add(key);
    return isNew || asked;
  });
}
