import { isAbout, type Question, speaksOf } from '../decide/applied';
import { type Entry, policyName } from '../entry';
import type { Identity } from '../identity';
import { fulfils, type Selector } from '../selector';
import type { World } from '../world';

/** Why files don't tell what becomes of a connection: the reasons behind each rule of which it isn't known whether it applies. */
export function unknownReasons(about: readonly Entry[], question: Question, world: World): readonly string[] {
  const reasons = about.flatMap((entry) => {
    const ofSubject = isAbout(entry, question.subject, question.direction, world) === undefined;
    if (!ofSubject && speaksOf(entry, question, world) !== undefined) return [];
    const why = [
      ...(ofSubject ? missing(entry.subject, question.subject, world) : []),
      ...(entry.unknownPeers === undefined ? [] : [entry.unknownPeers]),
      ...entry.peers.flatMap((peer) => missing(peer, question.peer, world)),
    ];
    const [name] = entry.ports === 'all' ? [] : entry.ports.flatMap((range) => (range.name === undefined ? [] : [range.name]));
    const text =
      why.length === 0 && name !== undefined ? [`which port is called '${name}' is for pods to say of which no file tells`] : why;
    return text.map((reason) => `${entry.origin.kind} ${policyName(entry.origin)} ${entry.origin.path}: ${reason}`);
  });
  return [...new Set(reasons)];
}

function missing(selector: Selector, identity: Identity, { profile }: World): readonly string[] {
  const open = selector.requirements.filter((r) => fulfils(identity, r, selector, profile) === undefined);
  return (identity.unknown ?? [])
    .filter(({ source, keyPrefix }) => open.some((r) => (r.source === 'any' || r.source === source) && r.key.startsWith(keyPrefix)))
    .map(({ reason }) => reason);
}
