import { describePlace, type Finding, finding, type Place, sortFindings } from '../../base';
import type { EndpointModel, Model } from '../../model';
import { type Direction, directions, type Identity, type ReadWorld, type Relation } from '../../policy';
import type { Ports } from '../../policy/relate';
import { type Difference, differences } from './compare';
import { type Declared, ownedEndpoints } from './declared';
import { type Disagreement, disagreementFinding } from './disagreement';
import { coreDns } from './dns';
import { passesBeyond } from './passing';
import { atOrigins, type Origins } from './places';
import { Reasons } from './reason';
import { unreadFindings } from './unread';

/**
 * Whether the policies of a definition allow exactly what its flows declare, at every workload whose policies are enforced.
 * Findings stand where a person mends what they are about: at the flow, or at the object that opens too much.
 */
export function agreement(model: Model, relation: Relation, declared: Declared, origins: Origins): Finding[] {
  const { world } = declared.ends;
  const reasons = new Reasons(relation);
  const groups = new Map<string, Disagreement>();
  // Of pods whose rules can't be merged nothing is known, nor of those whom unread policies are about; both have findings of their own.
  const isSettled = (i: number) => {
    const identity = world.identities[i] as Identity;
    return world.unsettled?.has(identity) !== true && directions.every((direction) => world.unread?.[direction].has(identity) !== true);
  };
  for (const difference of differences(relation, declared)) {
    if (difference.kind === 'unknown' && !(isSettled(difference.source) && isSettled(difference.destination))) continue;
    for (const part of explained(difference, declared, relation, reasons)) collect(groups, part, difference, world);
  }
  const findings = [
    ...withoutPods(model, declared),
    ...unreadFindings(world, declared, model.file),
    ...[...groups.values()].map((group) => disagreementFinding(group, model, relation)),
  ];
  return sortFindings(findings.map((f) => atOrigins(f, origins)));
}

type Explained = Pick<Disagreement, 'kind' | 'subject' | 'reason' | 'flow' | 'isDns' | 'limits'> & { readonly direction: Direction };

/**
 * By which sides a difference comes about, and why. Of the end that no flow of the definition isolates only those count that a
 * flow names by themselves: what others let happen inside of a namespace, or of the world, is theirs.
 */
function explained(difference: Difference, declared: Declared, relation: Relation, reasons: Reasons): Explained[] {
  const { kind, source, destination, protocol, low: port, high } = difference;
  const flows = kind === 'excess' ? [] : declared.flowsBetween(source, destination);
  const flow = flows.find((f) => f.ports.some((p) => p.protocol === protocol && p.port >= port && p.port <= high));
  const isDns = flow?.to.kind === 'endpoint' && flow.to.endpoint.key === coreDns.key;
  const limits = difference.actual !== undefined && difference.declared !== undefined;
  return directions.flatMap((direction) => {
    const isOut = direction === 'egress';
    const actual = (isOut ? relation.egressPorts(source, destination) : relation.ingressPorts(source, destination)).at(protocol, port);
    const wanted = (isOut ? declared.out(source, destination) : declared.inWithNode(source, destination)).at(protocol, port);
    const subjects = declared.judged.get(isOut ? source : destination) ?? [];
    const isJudged = subjects.length > 0;
    const isNamed = flows.some(({ from, to, gateway }) => gateway === true || (isOut ? from : to).kind === 'endpoint');
    const isWider = isJudged ? passesBeyond(actual, wanted) : false;
    const isInDoubt = actual?.verdict === 'unknown' && wanted?.verdict !== 'unknown';
    const isCause =
      kind === 'excess'
        ? isWider === true
        : kind === 'missing'
          ? (isJudged || isNamed) && passesBeyond(difference.declared, actual) === true
          : isWider !== false || (isInDoubt && (isJudged || isNamed));
    if (!isCause || (isDns && source === destination)) return [];
    const reason = reasons.of(direction, { source, destination, protocol, port });
    const whose: readonly (EndpointModel | undefined)[] = isJudged && reason.ground === 'open' ? subjects : [subjects[0]];
    return whose.map((subject) => ({ kind, direction, subject, reason, flow, isDns, limits }));
  });
}

function collect(
  groups: Map<string, Disagreement>,
  { direction, ...part }: Explained,
  { source, destination, protocol, low, high }: Difference,
  world: ReadWorld,
): void {
  const { kind, subject, reason, flow, limits } = part;
  const isOpen = kind === 'excess' && reason.ground === 'open';
  const rules = reason.rules.map(({ policy, at }) => [policy, at && placeText(at)]);
  const because = kind === 'unknown' ? reason.unknown : isOpen ? '' : [direction, rules];
  const where = flow && [placeText(flow.at), world.identities[destination]?.name];
  const key = JSON.stringify([kind, subject?.key, reason.ground, because, where, limits]);
  const group = groups.get(key) ?? { ...part, directions: new Set(), sources: new Set(), destinations: new Set(), ports: [] };
  groups.set(key, group);
  group.directions.add(direction);
  group.sources.add(world.identities[source]?.name ?? '');
  group.destinations.add(world.identities[destination]?.name ?? '');
  const ports: Ports = { protocol, low, high };
  if (!group.ports.some((p) => p.protocol === protocol && p.low === low && p.high === high)) group.ports.push(ports);
}

function placeText(place: Place): string {
  return Object.values(describePlace(place)).join(' ');
}

/** Workloads that are to be isolated, and have no pods that policies could select. */
function withoutPods(model: Model, { ends }: Declared): Finding[] {
  return ownedEndpoints(model)
    .filter(({ stage }) => stage === 'enforce')
    .flatMap((endpoint) => {
      const workloads = ends.workloadsOf(endpoint);
      const onNodes = workloads.filter(({ hostNetwork }) => hostNetwork);
      if (workloads.length === 0) {
        return finding('POL017', endpoint.at, `no object makes the pods of '${endpoint.key}' in namespace '${endpoint.namespace}'`, {
          repair: 'build them in this namespace, with its labels',
        });
      }
      if (onNodes.length === 0) return [];
      return finding(
        'POL017',
        endpoint.at,
        `the pods of '${endpoint.key}' are in the network of the node, where policies of pods don't bind them`,
        {
          repair: "leave out hostNetwork, or write policies: 'off'",
        },
      );
    });
}
