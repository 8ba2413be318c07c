import { type Finding, finding, inDocument, type Place } from '../../base';
import { type Direction, directions, type Entry, type Origin, type PortRange, policyName } from '../entry';
import type { Identity } from '../identity';
import { type L7Rule, type Parser, parserOf } from '../l7';
import { hasSay, type World } from '../world';
import { countedPeers, isAbout } from './applied';

/** A rule with one of its selectors and ports, by which the agent merges it with others. */
interface Part {
  readonly entry: Entry;
  readonly l7: L7Rule;
  readonly parser: Parser;
}

/** What can't be merged, and about whom it is. */
export interface Conflicts {
  readonly findings: readonly Finding[];
  readonly subjects: ReadonlySet<Identity>;
}

/**
 * Rules that Cilium can't merge: for the same peers and port, they ask the proxy for different things. The agent then keeps the
 * policy that the pods had before, whatever the others of their policies say.
 *
 * @see cilium 1.20.2 pkg/policy/rule.go (mergePortProto)
 */
export function conflicts(world: World): Conflicts {
  const rules = world.entries.filter((e) => e.verdict === 'allow' && e.ports !== 'all' && e.ports.some(({ l7 }) => l7 !== undefined));
  const subjectsInConflict = new Set<Identity>();
  if (rules.length < 2) return { findings: [], subjects: subjectsInConflict };
  const subjects = world.identities.filter((identity) => hasSay(identity, world.profile));
  const found = new Map<string, Finding>();
  const byNamespace = groupedRules(rules);
  for (const subject of subjects) {
    for (const direction of directions) {
      const theirs = subject.namespace === '' ? [''] : ['', subject.namespace];
      const near = theirs.flatMap((namespace) => byNamespace.get(`${direction} ${namespace}`) ?? []);
      if (near.length < 2) continue;
      const ordered = near.sort((a, b) => a.at - b.at).map(({ entry }) => entry);
      for (const conflict of conflictsOf(subject, direction, ordered, world)) {
        subjectsInConflict.add(subject);
        found.set(JSON.stringify([conflict.at, conflict.also]), conflict);
      }
    }
  }
  return { findings: [...found.values()], subjects: subjectsInConflict };
}

/** Rules by direction and namespace, with their place among all: which of two is named first hangs on it. */
function groupedRules(rules: readonly Entry[]): ReadonlyMap<string, readonly { readonly entry: Entry; readonly at: number }[]> {
  const groups = new Map<string, { readonly entry: Entry; readonly at: number }[]>();
  rules.forEach((entry, at) => {
    const key = `${entry.direction} ${entry.namespace}`;
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push({ entry, at });
  });
  return groups;
}

function conflictsOf(subject: Identity, direction: Direction, rules: readonly Entry[], world: World): Finding[] {
  const parts = new Map<string, Part[]>();
  for (const entry of rules) {
    if (isAbout(entry, subject, direction, world) === false) continue;
    for (const range of entry.ports as readonly PortRange[]) {
      const parser = parserOf(range.l7);
      if (range.l7 === undefined || parser === undefined) continue;
      for (const { key } of countedPeers(entry)) {
        const group = `${key}\n${range.protocol}/${range.key}`;
        parts.set(group, [...(parts.get(group) ?? []), { entry, l7: range.l7, parser }]);
      }
    }
  }
  return [...parts.values()].flatMap((group) =>
    group.slice(1).flatMap((part, i) => {
      const other = group.slice(0, i + 1).find((earlier) => reasonAgainst(earlier, part) !== undefined);
      const reason = other && reasonAgainst(other, part);
      if (other === undefined || reason === undefined) return [];
      return [
        finding('POL046', placeOf(part.entry.origin), `${nameOf(part.entry)} and ${nameOf(other.entry)} can't be merged: ${reason}`, {
          also: [placeOf(other.entry.origin)],
          repair: 'ask for one thing in all rules of one peer and port',
        }),
      ];
    }),
  );
}

/** Why two rules can't be merged, as Cilium says it. */
function reasonAgainst(a: Part, b: Part): string | undefined {
  if (a.parser !== b.parser && !(isTls(a.parser, b.parser) || isTls(b.parser, a.parser))) {
    return `cannot merge conflicting L7 parsers (${a.parser}/${b.parser})`;
  }
  const names = [...(a.l7.serverNames ?? []), ...(b.l7.serverNames ?? [])];
  const requests = [...(a.l7.http ?? []), ...(b.l7.http ?? [])];
  const terminates = a.l7.terminatingTls === true || b.l7.terminatingTls === true;
  if (names.length > 0 && requests.length > 0 && !terminates) {
    return `cannot merge L7 rules with SNI filtering without TLS termination: ${names.join(', ')}`;
  }
  const [left, right] = [a.l7.listener, b.l7.listener];
  if (left !== undefined && right !== undefined && left.name !== right.name && (left.priority ?? 126) === (right.priority ?? 126)) {
    return `cannot merge conflicting CiliumEnvoyConfig Listeners (${left.name}/${right.name}) with the same priority`;
  }
  return undefined;
}

/** TLS alone gives way to requests inside of it. */
const isTls = (from: Parser, to: Parser) => from === 'tls' && to === 'http';

const nameOf = ({ origin }: Entry) => `${origin.kind} '${policyName(origin)}'`;

function placeOf(origin: Origin): Place {
  return origin.at ?? inDocument(`${origin.kind} ${policyName(origin)}`, origin.path);
}
