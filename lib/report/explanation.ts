import { describePlace, type Finding, type Place } from '../base';
import type { Change, Connection, Explanation, NearMiss, Opening, Openings, RuleReference, Side } from '../policy/explain';
import { findingObject, placeObject } from './json';
import { type Palette, plain } from './text';

/** How many rules that come near are shown; there are rarely more that somebody could have meant. */
const mostNear = 4;

const parserNames = { http: 'the HTTP proxy', tls: 'the TLS proxy', dns: 'the DNS proxy', crd: 'a listener of its own' } as const;

/**
 * An explanation as people read it: the answer in the first line, then for each side why, with the places of the rules, what
 * comes near, and what would change it.
 */
export function explanationText(explanation: Explanation, palette: Palette = plain): string {
  const { client, server, notes, connections, openings } = explanation;
  const parts = [
    ...connections.map((connection) => connectionLines(connection, palette)),
    ...openings.map((opening) => openingsLines(opening, palette)),
  ];
  const several = connections.length > 1 ? [`${client} -> ${server}: ${palette.bold(overall(explanation, palette))}`, ''] : [];
  const lines = [...several, ...parts.flatMap((part, i) => (i === 0 ? part : ['', ...part]))];
  return `${[...lines, ...notes.map((note) => `${palette.cyan('note')}: ${note}`)].join('\n')}\n`;
}

function overall({ verdict }: Explanation, palette: Palette): string {
  return verdict === undefined ? palette.yellow('IT DEPENDS') : verdictText(verdict, palette);
}

function verdictText(verdict: Connection['verdict'], palette: Palette): string {
  const colour = { allowed: palette.green, denied: palette.red, unknown: palette.yellow }[verdict];
  return colour(verdict.toUpperCase());
}

function connectionLines({ clients, servers, asked, verdict, egress, ingress, change }: Connection, palette: Palette): string[] {
  return [
    `${listed(clients)} -> ${listed(servers)} ${asked}: ${palette.bold(verdictText(verdict, palette))}`,
    ...[egress, ingress].flatMap((side) => sideLines(side, palette)),
    ...(change === undefined
      ? []
      : changeLines(change, clients.length * servers.length > 1 ? ` for ${clients[0]} -> ${servers[0]}` : '', palette)),
  ];
}

/** As many names as a line holds. */
function listed(names: readonly string[]): string {
  if (names.length > 4) return `${names.slice(0, 3).join(', ')} and ${names.length - 3} others`;
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
}

function sideLines(side: Side, palette: Palette): string[] {
  const { direction, subject, verdict, because, ground, rules, unknown, near, rejected } = side;
  const isIsolation = ground === 'default' && verdict !== 'allowed';
  return [
    `  ${direction} of ${subject}: ${verdict}: ${because}`,
    ...(isIsolation
      ? isolationLines(rules, palette)
      : rules.flatMap((rule) => ruleLines(verdict === 'unknown' ? 'perhaps ' : '', rule, palette))),
    ...passageLines(side),
    ...unknown.map((reason) => `    not known: ${reason}`),
    ...rejected.map((finding) => rejectedLine(finding, palette)),
    ...near.slice(0, mostNear).flatMap((miss) => nearLines(miss, palette)),
    ...(near.length > mostNear ? [palette.dim(`    and ${near.length - mostNear} more that come near`)] : []),
  ];
}

function passageLines({ parser, passes }: Side): string[] {
  if (parser === undefined) return [];
  const what = passes === undefined ? 'everything' : passes.length === 0 ? 'nothing' : passes.join(' or ');
  return [`    through ${parserNames[parser]}, which lets pass: ${what}`];
}

/** A policy that isolates with several rules is named once. */
function isolationLines(rules: readonly RuleReference[], palette: Palette): string[] {
  const key = ({ kind, policy }: RuleReference) => `${kind} ${policy}`;
  const single = rules.filter((rule, i) => rules.findIndex((other) => key(other) === key(rule)) === i);
  return single.map((rule) => `    isolated by ${key(rule)}${placeText(rule.at, palette)}`);
}

function ruleLines(before: string, { kind, policy, path, at, says }: RuleReference, palette: Palette): string[] {
  return [`    ${before}${kind} ${policy} ${path}${placeText(at, palette)}`, palette.dim(`      ${says}`)];
}

function nearLines({ rule, why }: NearMiss, palette: Palette): string[] {
  return [`    nearly ${rule.kind} ${rule.policy} ${rule.path}${placeText(rule.at, palette)}`, `      ${why}`];
}

function placeText(at: Place | undefined, palette: Palette): string {
  return at === undefined ? '' : `  ${palette.dim(describePlace(at).file)}`;
}

function rejectedLine({ id, at, message }: Finding, palette: Palette): string {
  return `    ${palette.red('not enforced')}: ${message} (${id})  ${palette.dim(describePlace(at).file)}`;
}

function changeLines({ flow, add, narrow }: Change, whom: string, palette: Palette): string[] {
  if (narrow.length > 0) {
    const rules = narrow.map(({ kind, policy, path }) => `${kind} ${policy} ${path}`);
    return [`  to open it${whom}, narrow ${rules.join(' and ')}: what a rule denies, no other allows`];
  }
  if (flow !== undefined) return [`  to open it${whom}, declare the flow`, `    ${palette.green(flow)}`];
  return add.flatMap(({ direction, subject, policy, yaml, needs }) => [
    `  to open it${whom}, add to spec.${direction} of ${policy === undefined ? `a CiliumNetworkPolicy that selects ${subject}` : `${policy.kind} ${policy.policy}`}`,
    ...yaml.split('\n').map((line) => palette.green(`    ${line}`)),
    ...(needs === undefined ? [] : [`    ${needs}`]),
  ]);
}

function openingsLines({ clients, servers, ports, open, egress, ingress, closed }: Openings, palette: Palette): string[] {
  const head = `${listed(clients)} -> ${listed(servers)}: ${palette.bold(closed === undefined ? palette.green(ports) : palette.red('nothing is open'))}`;
  if (closed === undefined) return [head, ...open.flatMap((opening) => openingLines(opening, palette))];
  const sides = [
    { side: closed.egress, ports: egress },
    { side: closed.ingress, ports: ingress },
  ];
  return [head, ...sides.flatMap(({ side, ports: own }) => closedLines(side, own, palette))];
}

function openingLines({ ports, egress, ingress }: Opening, palette: Palette): string[] {
  return [`  ${ports}`, ...[egress, ingress].flatMap((side) => sideLines(side, palette).map((line) => `  ${line}`))];
}

/** Of a side by itself: what it lets pass, and what isolates it. */
function closedLines(side: Side, ports: string, palette: Palette): string[] {
  const [head, ...more] = sideLines(side, palette) as [string, ...string[]];
  return side.verdict === 'allowed' ? [head, ...more] : [`  ${side.direction} of ${side.subject}: lets pass ${ports}`, ...more];
}

/** The same as `ichor/explain/v1` JSON, for programs; the schema is `docs/schemas/explain.schema.json`. */
export function explanationJson(explanation: Explanation | undefined, findings: readonly Finding[], cluster?: string): string {
  const answer = explanation && {
    client: explanation.client,
    server: explanation.server,
    ...(explanation.verdict === undefined ? {} : { verdict: explanation.verdict }),
    notes: explanation.notes,
    connections: explanation.connections.map(connectionObject),
    openings: explanation.openings.map(openingsObject),
  };
  const whole = {
    schema: 'ichor/explain/v1',
    ...(cluster === undefined ? {} : { cluster }),
    ...answer,
    findings: findings.map(findingObject),
  };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

function connectionObject({ clients, servers, protocol, port, verdict, egress, ingress, change }: Connection) {
  return {
    clients,
    servers,
    protocol,
    port,
    verdict,
    egress: sideObject(egress),
    ingress: sideObject(ingress),
    ...(change === undefined ? {} : { change: changeObject(change) }),
  };
}

function openingsObject({ clients, servers, ports, open, egress, ingress, closed }: Openings) {
  return {
    clients,
    servers,
    ports,
    egressPorts: egress,
    ingressPorts: ingress,
    open: open.map((opening) => ({ ...opening, egress: sideObject(opening.egress), ingress: sideObject(opening.ingress) })),
    ...(closed === undefined ? {} : { closed: { egress: sideObject(closed.egress), ingress: sideObject(closed.ingress) } }),
  };
}

function sideObject({ rules, near, rejected, ...rest }: Side) {
  return {
    ...rest,
    rules: rules.map(ruleObject),
    near: near.map(({ rule, part, why }) => ({ part, why, rule: ruleObject(rule) })),
    rejected: rejected.map(findingObject),
  };
}

function ruleObject({ kind, policy, path, at, verdict, says }: RuleReference) {
  return { kind, policy, path, ...(at === undefined ? {} : { at: placeObject(at) }), verdict, says };
}

function changeObject({ flow, add, narrow }: Change) {
  return {
    ...(flow === undefined ? {} : { flow }),
    add: add.map(({ policy, ...rest }) => ({ ...rest, ...(policy === undefined ? {} : { policy: ruleObject(policy) }) })),
    narrow: narrow.map(ruleObject),
  };
}
