import { compareText, type Finding, finding, type Place } from '../../base';
import type { EndpointModel, FlowModel, Model } from '../../model';
import type { Direction, Relation } from '../../policy';
import type { Ports } from '../../policy/relate';
import type { Difference } from './compare';
import { policiesOf, portsNamed, type Reason } from './reason';

/** Differences between flows and policies that one thing causes. */
export interface Disagreement {
  readonly kind: Difference['kind'];
  /** The workload at whose side it comes about; none where that is another end that a flow names. */
  readonly subject: EndpointModel | undefined;
  readonly reason: Reason;
  /** The flow that isn't allowed. */
  readonly flow: FlowModel | undefined;
  /** Whether that is one to CoreDNS which others bring along. */
  readonly isDns: boolean;
  /** Whether the ports are open as declared, and differ in what may pass. */
  readonly limits: boolean;
  readonly directions: Set<Direction>;
  readonly sources: Set<string>;
  readonly destinations: Set<string>;
  readonly ports: Ports[];
}

/** The disagreement as a finding. */
export function disagreementFinding(of: Disagreement, model: Model, relation: Relation): Finding {
  const ports = portsNamed(of.ports, relation);
  if (of.kind === 'unknown') return unknown(of, ports, model);
  if (of.kind === 'missing') return missing(of, ports, model);
  return of.reason.ground === 'rule' ? excess(of, ports, model) : open(of, model);
}

function unknown({ reason, subject, sources, destinations }: Disagreement, ports: string, { file }: Model): Finding {
  const reaches = `${quoted(sources)} ${verb(sources, 'reaches', 'reach')} ${quoted(destinations)} on ${ports}`;
  const message = `whether ${reason.verdict === 'unknown' ? reaches : `flows declare that ${reaches}`} isn't known: ${reason.unknown}`;
  return finding('POL017', reason.rules[0]?.at ?? subject?.at ?? definition(file), message, {
    severity: 'warning',
    status: 'undecided',
    repair: "write a rule that doesn't hang on it",
  });
}

function excess({ reason, subject, limits, sources, destinations }: Disagreement, ports: string, { file }: Model): Finding {
  const others = reason.rules.filter(({ policy }) => policy !== `CiliumNetworkPolicy '${subject?.key}'`);
  const rules = others.length > 0 ? others : reason.rules;
  const [place, ...also] = rules.flatMap(({ at }) => at ?? []);
  const policies = policiesOf(rules);
  const more = limits ? 'with fewer limits than flows declare' : 'which no flow declares';
  const lets = policies.length === 1 ? 'lets' : 'let';
  const message = `${policies.join(' and ')} ${lets} ${quoted(sources)} reach ${quoted(destinations)} on ${ports}, ${more}`;
  return finding('POL017', place ?? definition(file), message, {
    repair: limits ? 'limit it there as well, or leave out the limits of the flow' : 'declare it in flows, or take it out of the policy',
    also,
  });
}

function open({ reason, subject, directions }: Disagreement, { file }: Model): Finding {
  const where = directions.size === 2 ? 'in both directions' : `for ${[...directions].join()}`;
  const policies = policiesOf(reason.rules);
  const why = policies.length === 0 ? 'no policy that Cilium enforces selects its pods' : `${policies.join(' and ')} isolates nobody`;
  return finding(
    'POL017',
    subject?.at ?? definition(file),
    `'${subject?.key}' is open ${where}, though its policies are to be enforced: ${why}`,
    {
      repair: "look at Cilium's values policyEnforcementMode and labels, or write policies: 'off'",
    },
  );
}

function missing(of: Disagreement, ports: string, { file }: Model): Finding {
  const { reason, flow, subject, sources, destinations, isDns } = of;
  const message = `${quoted(sources)} ${verb(sources, "doesn't", "don't")} reach ${quoted(destinations)} on ${ports}, which ${isDns ? 'other flows need' : 'is declared'}: ${whyMissing(of)}`;
  const also = reason.rules.flatMap(({ at }) => at ?? []);
  const at: Place = flow?.at ?? subject?.at ?? also[0] ?? definition(file);
  return finding('POL017', at, message, { repair: repairOf(of), also });
}

function whyMissing({ reason, limits, directions, sources, destinations }: Disagreement): string {
  const policies = policiesOf(reason.rules);
  const end = quoted(directions.has('egress') ? sources : destinations);
  const does = (one: string, many: string) => `${policies.join(' and ')} ${policies.length === 1 ? one : many}`;
  if (limits) return `${does('lets', 'let')} only some of it pass`;
  if (reason.ground === 'rule') return `${does('denies', 'deny')} it`;
  if (policies.length === 0) return `Cilium's policyEnforcementMode isolates ${end}`;
  return `${does('isolates', 'isolate')} ${end}, and no rule allows it`;
}

function repairOf({ reason, limits, isDns }: Disagreement): string {
  if (limits || reason.ground === 'rule') return 'change that policy, or leave out the flow';
  if (reason.rules.length === 0) return 'leave out policyEnforcementMode, or close these pods with pods(…, { close: true })';
  return isDns ? 'declare the flow to CoreDNS, or leave its pods open' : 'allow it in a policy there, or leave out the flow';
}

function definition(file: string): Place {
  return { in: 'definition', file, path: '' };
}

function quoted(names: ReadonlySet<string>): string {
  const sorted = [...names].sort(compareText);
  const shown = sorted.length > 4 ? sorted.slice(0, 3) : sorted;
  const rest = sorted.length - shown.length;
  return `${shown.map((name) => `'${name}'`).join(', ')}${rest === 0 ? '' : ` and ${rest} more`}`;
}

function verb(names: ReadonlySet<string>, one: string, many: string): string {
  return names.size === 1 ? one : many;
}
