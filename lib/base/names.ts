/**
 * What is wrong with a name, or `undefined` where it is good.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
 */
export type NameFault = string | undefined;

/** A DNS label of RFC 1123: names of namespaces, workloads, containers. */
export function labelFault(name: string): NameFault {
  if (name.length > 63) return `has ${name.length} characters; the limit is 63`;
  return /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name)
    ? undefined
    : 'must consist of lower-case letters, digits and -, and begin and end with a letter or digit';
}

/** A DNS label of RFC 1035, as Services need it: begins with a letter. */
export function serviceNameFault(name: string): NameFault {
  return labelFault(name) ?? (/^[a-z]/.test(name) ? undefined : 'must begin with a letter');
}

/** A DNS subdomain of RFC 1123: names of most other objects. */
export function subdomainFault(name: string): NameFault {
  if (name.length > 253) return `has ${name.length} characters; the limit is 253`;
  return name.split('.').every((part) => /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(part))
    ? undefined
    : 'must consist of lower-case letters, digits, - and ., and begin and end with a letter or digit';
}

/** A port's name, which is an IANA service name: at most 15 characters with a letter among them. */
export function portNameFault(name: string): NameFault {
  if (name.length > 15) return `has ${name.length} characters; the limit is 15`;
  return /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name) && /[a-z]/.test(name) && !name.includes('--')
    ? undefined
    : 'must consist of lower-case letters, digits and single -, with at least one letter';
}

/** A label's key, with an optional prefix: `app.kubernetes.io/name`. */
export function labelKeyFault(key: string): NameFault {
  const parts = key.split('/');
  const name = parts[parts.length - 1] as string;
  if (parts.length > 2 || (parts.length === 2 && subdomainFault(parts[0] as string) !== undefined))
    return 'has a prefix that is not a DNS subdomain';
  return name.length <= 63 && /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/.test(name)
    ? undefined
    : 'must be at most 63 letters, digits, -, _ and ., and begin and end with a letter or digit';
}

/** A label's value; the empty text is one. */
export function labelValueFault(value: string): NameFault {
  return value === '' || (value.length <= 63 && /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/.test(value))
    ? undefined
    : 'must be at most 63 letters, digits, -, _ and ., and begin and end with a letter or digit';
}

/**
 * A cluster's name as Cilium takes it.
 *
 * @see cilium 1.20.2 install/kubernetes/cilium/templates/validate.yaml (cluster.name)
 */
export function clusterNameFault(name: string): NameFault {
  if (name.length > 32) return `has ${name.length} characters; Cilium's limit is 32`;
  return labelFault(name);
}

/** A host name as a flow names it: a DNS subdomain with at least two labels. */
export function hostNameFault(name: string): NameFault {
  const labels = name.split('.');
  if (/^\d+$/.test(labels[labels.length - 1] as string)) return 'is an address or a number, which DNS is not asked for';
  if (labels.some((label) => label.length > 63)) return 'has a part of more than 63 characters';
  return subdomainFault(name) ?? (labels.length > 1 ? undefined : 'must be a full host name, with at least one dot');
}
