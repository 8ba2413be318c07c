import type { Direction } from '../entry';
import type { Identity } from '../identity';
import { namespaceKey } from '../label';
import type { AskedPort } from './asked-port';
import { isGivenKey } from './named-pods';
import type { Peer } from './peer';
import type { RuleReference } from './rule';
import type { Side } from './side';

/** What would open a connection that is denied. */
export interface Change {
  /** The flow that a definition declares for it, where the world is that of one. */
  readonly flow?: string;
  /** Rules to add, one for each side that denies. */
  readonly add: readonly Addition[];
  /** Rules that deny it, which no other rule can undo. */
  readonly narrow: readonly RuleReference[];
}

/** A rule to add to a policy. */
export interface Addition {
  readonly direction: Direction;
  /** Whom the policy has to select. */
  readonly subject: string;
  /** A policy that does; missing where there is none that is its own. */
  readonly policy?: RuleReference;
  /** The item of the list, as YAML. */
  readonly yaml: string;
  /** What it needs besides. */
  readonly needs?: string;
}

/** Both ends of a connection, with what they are called. */
export interface Ends {
  readonly client: { readonly identity: Identity; readonly peer: Peer };
  readonly server: { readonly identity: Identity; readonly peer: Peer };
  readonly port: AskedPort;
}

/** What would open the connection, as far as it is denied; `undefined` where nothing is. */
export function changeFor(sides: readonly Side[], ends: Ends, definition: boolean): Change | undefined {
  const closed = sides.filter(({ verdict }) => verdict === 'denied');
  if (closed.length === 0) return undefined;
  const narrow = closed.filter(({ ground }) => ground === 'rule').flatMap(({ rules }) => rules);
  const isolated = closed.filter(({ ground }) => ground === 'default');
  const flow = definition && narrow.length === 0 ? flowFor(ends) : undefined;
  return { ...(flow === undefined ? {} : { flow }), add: isolated.flatMap((side) => additionFor(side, ends)), narrow };
}

function additionFor({ direction, subject, rules }: Side, { client, server, port }: Ends): Addition[] {
  const [own, peer] = direction === 'ingress' ? [server, client] : [client, server];
  const isOwn = ({ kind, entry }: RuleReference) =>
    kind === 'CiliumNetworkPolicy' && entry.subject.requirements.some(({ key }) => !isGivenKey(key));
  const policy = rules.find(isOwn);
  const list = peerYaml(direction, peer, own.identity.namespace);
  if (list === undefined) return [];
  const needs = peer.identity.kind === 'fqdn' ? { needs: asksDns } : {};
  return [{ direction, subject, ...(policy === undefined ? {} : { policy }), yaml: [...list, ...portYaml(port)].join('\n'), ...needs }];
}

const asksDns = 'Cilium learns addresses from answers of DNS: a rule for port 53 with rules.dns has to let the name be asked for';

/** The peer of a rule; `undefined` where no rule of this direction can mean it. */
function peerYaml(direction: Direction, end: Ends['client'], own: string): string[] | undefined {
  const { kind, labels, namespace, name } = end.identity;
  const side = direction === 'ingress' ? 'from' : 'to';
  if (namespace !== '') {
    const wanted = labels.filter(({ source, key }) => source === 'k8s' && !isGivenKey(key)).map(({ key, value }) => [key, value]);
    if (namespace !== own || wanted.length === 0) wanted.push([`k8s:${namespaceKey}`, namespace]);
    return [`- ${side}Endpoints:`, '    - matchLabels:', ...wanted.map(([key, value]) => `        ${key}: ${scalar(value as string)}`)];
  }
  const block = labels.find(({ prefix }) => prefix !== undefined)?.prefix;
  if (kind === 'cidr') return block === undefined ? undefined : [`- ${side}CIDR:`, `    - ${scalar(block.canonical)}`];
  if (kind === 'fqdn') {
    return direction === 'ingress' ? undefined : ['- toFQDNs:', `    - matchName: ${scalar(name.replace(/ over IPv[46]$/, ''))}`];
  }
  return [`- ${side}Entities:`, `    - ${entityOf(end)}`];
}

/** The entity that was asked for, if it is one that the identity is, and otherwise its own. */
function entityOf({ identity: { kind, labels }, peer }: Ends['client']): string {
  return labels.some(({ source, key }) => source === 'reserved' && key === peer.name) ? peer.name : kind;
}

function portYaml({ protocol, port }: AskedPort): string[] {
  if (protocol === 'ICMP' || protocol === 'ICMPv6') {
    return ['  icmps:', '    - fields:', `        - family: ${protocol === 'ICMP' ? 'IPv4' : 'IPv6'}`, `          type: ${port}`];
  }
  return ['  toPorts:', '    - ports:', `        - port: "${port}"`, `          protocol: ${protocol}`];
}

const scalar = (text: string) =>
  /^[a-zA-Z][\w./-]*$/.test(text) && !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(text) ? text : JSON.stringify(text);

/** The flow as a definition writes it; variables are called after what they hold. */
function flowFor({ client, server, port }: Ends): string | undefined {
  const from = handleOf(client);
  const to = handleOf(server);
  if (from === undefined || to === undefined || protocolArgument(port.protocol) === undefined) return undefined;
  return `allow(${from}, ${to}${portHandle(server.peer, server.identity, port)})`;
}

function handleOf({ identity, peer }: Ends['client']): string | undefined {
  const { kind, namespace, labels, name } = identity;
  if (namespace !== '') {
    const [workload] = peer.workloads;
    if (workload !== undefined) return variable(workload.name);
    return /^[\w-]+\/[\w.-]+$/.test(peer.name) ? variable(peer.name.slice(peer.name.indexOf('/') + 1)) : variable(namespace);
  }
  const block = labels.find(({ prefix }) => prefix !== undefined)?.prefix;
  if (kind === 'cidr') return block === undefined ? undefined : `addresses('${block.canonical}')`;
  if (kind === 'fqdn') return `hostName('${name.replace(/ over IPv[46]$/, '')}')`;
  return `entity('${entityOf({ identity, peer })}')`;
}

function portHandle({ workloads }: Peer, { namespace }: Identity, { protocol, port }: AskedPort): string {
  if (namespace === '') return `.port(${port}${protocolArgument(protocol)})`;
  const declared = workloads.flatMap(({ ports }) => ports);
  const own = declared.find((p) => p.port === port && p.protocol === protocol);
  if (own === undefined) return `.port(…)`;
  if (declared.length === 1) return '';
  return own.name === '' ? '.port(…)' : `.port('${own.name}')`;
}

const protocolArgument = (protocol: AskedPort['protocol']) =>
  protocol === 'TCP' ? '' : protocol === 'UDP' || protocol === 'SCTP' ? `, '${protocol}'` : undefined;

const variable = (name: string) => name.replace(/[^a-zA-Z0-9]+(.)?/g, (_, letter: string | undefined) => letter?.toUpperCase() ?? '');
