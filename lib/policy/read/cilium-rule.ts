import type { CiliumNetworkPolicy } from '../../../imports/cilium-crds-1.20';
import type { LabelSelectorSpec } from './label-selector';

/** What a policy of Cilium says of one set of pods, or nodes. */
export type Rule = NonNullable<CiliumNetworkPolicy['spec']>;

/** The four lists of a rule. */
export const sections = ['ingress', 'ingressDeny', 'egress', 'egressDeny'] as const;

/** The name of one of the four lists of a rule. */
export type Section = (typeof sections)[number];

/** An item of any of the four lists; which fields there are depends on the list. */
export interface RuleItem {
  readonly fromEndpoints?: readonly LabelSelectorSpec[] | null;
  readonly toEndpoints?: readonly LabelSelectorSpec[] | null;
  readonly fromNodes?: readonly LabelSelectorSpec[] | null;
  readonly toNodes?: readonly LabelSelectorSpec[] | null;
  readonly fromEntities?: readonly string[] | null;
  readonly toEntities?: readonly string[] | null;
  readonly fromCIDR?: readonly string[] | null;
  readonly toCIDR?: readonly string[] | null;
  readonly fromCIDRSet?: readonly CidrRule[] | null;
  readonly toCIDRSet?: readonly CidrRule[] | null;
  readonly fromGroups?: readonly object[] | null;
  readonly toGroups?: readonly object[] | null;
  readonly toServices?: readonly ServiceReference[] | null;
  readonly toFQDNs?: readonly FqdnRule[] | null;
  readonly toPorts?: readonly PortRule[] | null;
  readonly icmps?: readonly { readonly fields?: readonly IcmpField[] | null }[] | null;
}

/** Addresses of a rule: a block, a group, or groups by their labels; without exceptions. */
export interface CidrRule {
  readonly cidr?: string | null;
  readonly cidrGroupRef?: string | null;
  readonly cidrGroupSelector?: LabelSelectorSpec | null;
  readonly except?: readonly string[] | null;
}

/** A Service that a rule names. */
export interface ServiceReference {
  readonly k8sService?: { readonly serviceName?: string | null; readonly namespace?: string | null } | null;
  readonly k8sServiceSelector?: { readonly selector: LabelSelectorSpec; readonly namespace?: string | null } | null;
}

/** A host name, or a pattern of them. */
export interface FqdnRule {
  readonly matchName?: string | null;
  readonly matchPattern?: string | null;
}

/** Ports of a rule with what is asked of the proxy. */
export interface PortRule {
  readonly ports?: readonly PortProtocol[] | null;
  readonly rules?: {
    readonly http?: readonly HttpSpec[] | null;
    readonly dns?: readonly FqdnRule[] | null;
    /** Up to Cilium 1.19. */
    readonly kafka?: readonly object[] | null;
    /** Up to Cilium 1.19. */
    readonly l7proto?: string | null;
  } | null;
  readonly serverNames?: readonly string[] | null;
  readonly terminatingTLS?: object | null;
  readonly originatingTLS?: object | null;
  readonly listener?: { readonly name: string; readonly priority?: number; readonly envoyConfig: { readonly name: string } } | null;
}

/** A port, a name of one, or the first of several. */
export interface PortProtocol {
  readonly port?: string | null;
  readonly endPort?: number | null;
  readonly protocol?: string | null;
}

/** A request of a rule. */
export interface HttpSpec {
  readonly method?: string | null;
  readonly path?: string | null;
  readonly host?: string | null;
  readonly headers?: readonly string[] | null;
  readonly headerMatches?: readonly HeaderSpec[] | null;
}

/** A header of a request. */
export interface HeaderSpec {
  readonly name: string;
  readonly value?: string | null;
  readonly mismatch?: string | null;
  readonly secret?: { readonly name: string; readonly namespace?: string | null } | null;
}

/** A type of ICMP, by number or name. */
export interface IcmpField {
  readonly type: number | string;
  readonly family?: string | null;
}
