import { hostNameFault } from '../../base';

/** Whether `*` stands for something in the name. */
export function isPattern(name: string): boolean {
  return name.includes('*');
}

/** What is wrong with the name of a host, or with a pattern of such names; `*` alone is any name. */
export function hostPatternFault(name: string): string | undefined {
  if (/^\*+$/.test(name)) return undefined;
  return hostNameFault(name.replace(/\*+/g, 'x'));
}

/**
 * What is wrong with a name that a DNS rule lets pass.
 *
 * @see cilium 1.20.2 pkg/policy/api/fqdn.go (FQDNMatchNameRegexString, FQDNMatchPatternRegexString)
 */
export function dnsNameFault(name: string): string | undefined {
  if (name.length > 255) return `has ${name.length} characters; the limit is 255`;
  return name
    .replace(/\.$/, '')
    .split('.')
    .every((label) => /^[-a-zA-Z0-9_*]+$/.test(label))
    ? undefined
    : 'must consist of letters, digits, -, _ and *, in parts with one dot between them';
}

/**
 * What is wrong with a name that a TLS connection may ask for. Before 1.20, Cilium took `*.` and `**.` at the beginning alone.
 *
 * @see cilium 1.20.2 and 1.19.6 pkg/policy/api/l4.go (ServerName)
 */
export function serverNameFault(name: string, minor: string | undefined): string | undefined {
  const fault = dnsNameFault(name);
  if (fault !== undefined || minor !== '1.19') return fault;
  return isPattern(name.replace(/^\*?\*\./, ''))
    ? 'has a * elsewhere than as *. or **. at the beginning, which Cilium 1.19 refuses'
    : undefined;
}
