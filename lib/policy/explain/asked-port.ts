import { type Finding, finding, inDocument, isPort, nearest, oneOf, type Place } from '../../base';
import { extendedProtocols, type Protocol } from '../protocol';
import { leadingPorts } from '../read/service-ports';
import type { AskedWorld, Peer } from './peer';

/** A port that is asked about; of ICMP the type. */
export interface AskedPort {
  readonly protocol: Protocol;
  readonly port: number;
  /** What somebody who asks for it should know. */
  readonly note?: string;
}

/** The ports that a text means, or what is wrong with it. */
export interface AskedPorts {
  readonly ports: readonly AskedPort[];
  readonly findings: readonly Finding[];
}

const named: Readonly<Record<string, AskedPort>> = { icmp: { protocol: 'ICMP', port: 8 }, icmpv6: { protocol: 'ICMPv6', port: 128 } };
const protocols: readonly string[] = ['TCP', 'UDP', 'SCTP', 'ICMP', 'ICMPv6'] satisfies Protocol[];

/**
 * The ports of the server that a text means: `6379`, `53/UDP`, the name of a container's port or of a Service's, `icmp` for
 * echo requests, `8/ICMP` for a type, or a protocol without ports such as `GRE`.
 *
 * A number without a protocol has those that the pods declare it with, and TCP where they declare none.
 */
export function portsAsked(text: string, server: Peer, world: AskedWorld, at: Place = inDocument(text)): AskedPorts {
  const known = named[text.toLowerCase()];
  if (known !== undefined) return { ports: [known], findings: [] };
  const portless = extendedProtocols.find((protocol) => protocol.toLowerCase() === text.toLowerCase());
  if (portless !== undefined) return { ports: [{ protocol: portless, port: 0 }], findings: [] };
  const slash = text.lastIndexOf('/');
  const written = slash < 0 ? undefined : text.slice(slash + 1);
  const protocol = protocols.find((p) => p.toLowerCase() === written?.toLowerCase()) as Protocol | undefined;
  const bare = slash < 0 ? text : text.slice(0, slash);
  const wrong = (message: string, repair: string): AskedPorts => ({ ports: [], findings: [finding('ASK003', at, message, { repair })] });
  if (written !== undefined && protocol === undefined) return wrong(`'${written}' is no protocol`, `write ${oneOf(protocols)}`);
  if (/^\d+$/.test(bare)) {
    const number = Number(bare);
    if (protocol?.startsWith('ICMP') ? number > 255 : !isPort(number))
      return wrong(`'${text}' is no port`, 'write a number from 1 to 65535 or a name');
    return { ports: numbered(number, protocol, server, world), findings: [] };
  }
  const ports = ofName(bare.toLowerCase(), server, world).filter((port) => protocol === undefined || port.protocol === protocol);
  if (ports.length > 0) return { ports: single(ports), findings: [] };
  if (server.workloads.length === 0) return wrong(`'${server.name}' gives no names to ports`, 'write a number');
  const names = namesOf(server, world);
  const candidate = nearest(bare, names);
  const all = [...names, ...numbersOf(server)];
  const repair = candidate === undefined ? `write ${all.length === 0 ? 'a number' : oneOf(all)}` : `write '${candidate}'`;
  return wrong(`'${server.name}' has no port '${bare}'`, repair);
}

function numbered(port: number, protocol: Protocol | undefined, server: Peer, world: AskedWorld): readonly AskedPort[] {
  const declared = server.workloads.flatMap(({ ports }) => ports.filter((p) => p.port === port).map((p) => p.protocol));
  const meant = protocol === undefined ? [...new Set(declared)] : [protocol];
  return (meant.length === 0 ? ['TCP' as const] : meant).map((p) => {
    const note = servicePortNote(p, port, server, world);
    return { protocol: p, port, ...(note === undefined ? {} : { note }) };
  });
}

/** Clients of a Service name its port, but policies see the one that it leads to. */
function servicePortNote(protocol: Protocol, port: number, server: Peer, world: AskedWorld): string | undefined {
  if (server.workloads.some(({ ports }) => ports.some((p) => p.port === port && p.protocol === protocol))) return undefined;
  const leading = leadingTo(server, world).find(
    (p) => p.port === port && p.protocol === protocol && p.leadsTo !== undefined && p.leadsTo !== port,
  );
  return (
    leading &&
    `${port} is the port of Service '${leading.service.name}'; it leads to ${leading.leadsTo}, which is what policies see: ask for ${leading.leadsTo}`
  );
}

/** The Services' ports in front of a peer. */
export function leadingTo({ workloads }: Peer, { services = [] }: AskedWorld): ReturnType<typeof leadingPorts> {
  return workloads.flatMap((workload) => leadingPorts(workload, services).filter(({ service }) => !service.headless));
}

function ofName(name: string, server: Peer, world: AskedWorld): readonly AskedPort[] {
  const own = server.workloads.flatMap(({ ports }) => ports.filter((port) => port.name.toLowerCase() === name));
  if (own.length > 0) return own.map(({ protocol, port }) => ({ protocol, port }));
  return leadingTo(server, world).flatMap((port) =>
    port.name === name && port.leadsTo !== undefined
      ? [
          {
            protocol: port.protocol,
            port: port.leadsTo,
            note: `'${name}' is a port of Service '${port.service.name}', which leads to ${port.leadsTo}`,
          },
        ]
      : [],
  );
}

function namesOf(server: Peer, world: AskedWorld): readonly string[] {
  const names = [...server.workloads.flatMap(({ ports }) => ports), ...leadingTo(server, world)].map(({ name }) => name);
  return [...new Set(names.filter((name) => name !== ''))];
}

/** The ports that have no name, as people write them. */
function numbersOf({ workloads }: Peer): readonly string[] {
  const bare = workloads.flatMap(({ ports }) => ports.filter(({ name }) => name === ''));
  return [...new Set(bare.map(({ port, protocol }) => (protocol === 'TCP' ? `${port}` : `${port}/${protocol}`)))];
}

function single(ports: readonly AskedPort[]): readonly AskedPort[] {
  return ports.filter((port, i) => ports.findIndex((p) => p.port === port.port && p.protocol === port.protocol) === i);
}
