/** A protocol of IP by the name that policies give it; of ICMP the type takes the place of the port. */
export type Protocol = 'TCP' | 'UDP' | 'SCTP' | 'ICMP' | 'ICMPv6' | ExtendedProtocol;

/** Protocols without ports, which rules may name where the agent allows it. */
export type ExtendedProtocol = 'VRRP' | 'IGMP' | 'GRE' | 'IPIP' | 'IPV6' | 'ESP' | 'AH';

/** What `ANY`, or no protocol, means in a rule. */
export const transportProtocols = ['TCP', 'UDP', 'SCTP'] as const;

/** The protocols of which a rule may name types. */
export const icmpProtocols = ['ICMP', 'ICMPv6'] as const;

/** The protocols that rules may name beyond those with ports. */
export const extendedProtocols: readonly ExtendedProtocol[] = ['VRRP', 'IGMP', 'GRE', 'IPIP', 'IPV6', 'ESP', 'AH'];

/** A port that containers of a pod listen on, by name. */
export interface NamedPort {
  readonly name: string;
  readonly protocol: Protocol;
  readonly port: number;
}
