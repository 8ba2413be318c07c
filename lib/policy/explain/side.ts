import type { Finding } from '../../base';
import { speaksOf } from '../decide/applied';
import type { Decision, Ground, Verdict } from '../decide/decide';
import type { Direction, Entry } from '../entry';
import type { Identity } from '../identity';
import type { Parser, Passage } from '../l7';
import { isHost, unreadReason, type World } from '../world';
import { type Asked, type NearMiss, nearRules, nearSubjects } from './near-miss';
import type { AskedWorld } from './peer';
import { rejectedFor } from './rejected';
import { type RuleReference, ruleOf } from './rule';
import { unknownReasons } from './unknowns';

/** What the policies of one side make of a connection, and why. */
export interface Side {
  readonly direction: Direction;
  /** Whose policies they are. */
  readonly subject: string;
  readonly verdict: Verdict;
  readonly ground: Ground;
  /** Why, in a sentence. */
  readonly because: string;
  /** The rules that decided: those that allow or deny; for a default, those that isolate the subject. */
  readonly rules: readonly RuleReference[];
  /** The part of the proxy that the connection goes through. */
  readonly parser?: Parser;
  /** What the proxy lets pass; everything where it is missing. */
  readonly passes?: readonly Passage[];
  /** Where the connection is denied by default, rules that would allow it but for one part; where it is open, policies that would close it. */
  readonly near: readonly NearMiss[];
  /** What files don't tell, where the verdict is unknown. */
  readonly unknown: readonly string[];
  /** Findings about policies that would have had a say, but aren't enforced. */
  readonly rejected: readonly Finding[];
}

/** Explains a decision of one side. */
export function explainSide(asked: Asked, decision: Decision, about: readonly Entry[], world: AskedWorld): Side {
  const { verdict, ground, parser, restriction } = decision;
  const { direction, subject, called } = asked;
  return {
    direction,
    subject: called.subject,
    verdict,
    ground,
    because: because(decision, asked, world),
    rules: decision.entries.map((entry) => ruleOf(entry, world.profile)),
    ...(parser === undefined ? {} : { parser }),
    ...(restriction === undefined ? {} : { passes: restriction }),
    near: [],
    unknown: verdict === 'unknown' ? unknownReasons(about, asked, world) : [],
    rejected: ground === 'no-say' ? [] : rejectedFor(subject, world),
  };
}

/** The side with what comes near to changing it. */
export function withNear(side: Side, asked: Asked, about: readonly Entry[], world: AskedWorld): Side {
  return { ...side, near: side.ground === 'no-say' ? [] : nearTo(asked, side, about, world) };
}

function nearTo(
  asked: Asked,
  { verdict, ground }: Pick<Side, 'verdict' | 'ground'>,
  about: readonly Entry[],
  world: AskedWorld,
): readonly NearMiss[] {
  if (ground === 'not-selected') return nearSubjects(world.entries, asked, world, ({ defaultDeny }) => defaultDeny);
  if (ground !== 'default' || verdict === 'allowed') return [];
  const allows = (entry: Entry) => entry.verdict === 'allow' && speaksOf(entry, asked, world) === true;
  return [...nearRules(about, asked, world), ...nearSubjects(world.entries, asked, world, allows)];
}

function because({ verdict, ground, entries }: Decision, { direction, subject }: Asked, { profile, unread }: World): string {
  if (ground === 'conflict') return "rules about it can't be merged, and Cilium keeps what was before";
  if (ground === 'unread') return unreadReason(unread?.[direction].get(subject) ?? []);
  if (verdict === 'unknown') return 'files do not tell';
  switch (ground) {
    case 'no-say':
      return noSay(subject, profile);
    case 'not-selected':
      return `no policy selects it for ${direction}: open`;
    case 'rule':
      return entries.length === 1
        ? `a rule ${verdict === 'allowed' ? 'allows' : 'denies'} it`
        : `rules ${verdict === 'allowed' ? 'allow' : 'deny'} it`;
    case 'localhost':
      return 'a node always reaches its own pods, unless a rule denies it';
    case 'default':
      if (verdict === 'allowed') return 'its policies isolate nobody and deny nothing of this: open';
      if (entries.length === 0)
        return profile.enforcement === 'always'
          ? 'Cilium closes what no rule allows, policies or none'
          : 'no rule allows it, and pods without labels are closed';
      return 'its policies isolate it, and no rule allows this';
  }
}

function noSay(subject: Identity, { enforcement }: World['profile']): string {
  if (enforcement === 'never') return 'Cilium enforces no policies: open';
  if (isHost(subject)) return 'the host firewall is off, so that no policy binds the node: open';
  if (subject.kind === 'remote-node') return 'no policy binds nodes here: open';
  if (subject.namespace !== '') return 'the policies of this cluster do not bind pods of others: open';
  return 'no policy binds what is outside of the cluster: open';
}
