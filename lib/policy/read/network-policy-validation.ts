import { contains, isObject, labelKeyFault, labelValueFault, oneOf, parseAddress, parseCidr } from '../../base';
import { type Fault, sloppyCidr } from './schema';

type Fields = Readonly<Record<string, unknown>>;
type Add = (path: string, message: string, repair?: string) => void;

/**
 * What the API server refuses about a NetworkPolicy of `networking.k8s.io/v1` that its schema takes, in the order of the
 * object. Values of a wrong type are passed over, since `checkSchema` tells of them. Each message ends with upstream's reason.
 *
 * Blocks of addresses are judged as Kubernetes does since 1.36; older releases warn of some that it refuses.
 *
 * @see kubernetes 1.36.3 pkg/apis/networking/validation/validation.go (ValidateNetworkPolicySpec)
 */
export function checkNetworkPolicy(policy: unknown): Fault[] {
  const faults: Fault[] = [];
  const add: Add = (path, message, repair) => faults.push(repair === undefined ? { path, message } : { path, message, repair });
  const spec = isObject(policy) ? policy.spec : undefined;
  each(spec, 'spec', {
    podSelector: (value, path) => checkSelector(value, path, add),
    ingress: (value, path) => checkRules(value, 'from', path, add),
    egress: (value, path) => checkRules(value, 'to', path, add),
    policyTypes: (value, path) => checkPolicyTypes(value, path, add),
  });
  return faults;
}

/** Looks at the fields of an object in its own order. */
function each(value: unknown, path: string, looks: Readonly<Record<string, (value: unknown, path: string) => void>>): void {
  for (const [key, below] of Object.entries(isObject(value) ? value : {})) {
    if (Object.hasOwn(looks, key)) looks[key]?.(below, `${path}.${key}`);
  }
}

/** Whether JSON has null for it, or nothing at all. */
function isNothing(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

/** The items of a list; null is read as an item with nothing in it. */
function items(value: unknown, path: string, look: (item: Fields, path: string) => void): void {
  for (const [i, item] of (Array.isArray(value) ? value : []).entries()) {
    if (isNothing(item) || isObject(item)) look(item ?? {}, `${path}[${i}]`);
  }
}

/** The texts of a list; null is read as the empty one. */
function texts(value: unknown, path: string, look: (item: string, path: string) => void): void {
  for (const [i, item] of (Array.isArray(value) ? value : []).entries()) {
    if (isNothing(item) || typeof item === 'string') look(item ?? '', `${path}[${i}]`);
  }
}

function checkRules(rules: unknown, peers: 'from' | 'to', path: string, add: Add): void {
  items(rules, path, (rule, at) =>
    each(rule, at, {
      ports: (value, inside) => items(value, inside, (port, place) => checkPort(port, place, add)),
      [peers]: (value: unknown, inside: string) => items(value, inside, (peer, place) => checkPeer(peer, place, add)),
    }),
  );
}

const protocols = ['TCP', 'UDP', 'SCTP'];

function checkPort({ protocol, port, endPort }: Fields, path: string, add: Add): void {
  if (typeof protocol === 'string' && !protocols.includes(protocol)) {
    const upper = protocol.toUpperCase();
    const repair = protocols.includes(upper) ? `write '${upper}'` : 'write one of them';
    add(`${path}.protocol`, `'${protocol}' is not one of ${oneOf(protocols)}`, repair);
  }
  if (typeof port === 'number') checkPortNumber(port, `${path}.port`, add);
  if (typeof port === 'string') checkPortName(port, `${path}.port`, add);
  if (typeof endPort === 'number') checkEndPort(endPort, port, `${path}.endPort`, add);
}

function checkPortNumber(port: number, path: string, add: Add): boolean {
  const fits = port >= 1 && port <= 65535;
  if (!fits) add(path, `${port} is no port: must be between 1 and 65535, inclusive`);
  return fits;
}

function checkEndPort(endPort: number, port: unknown, path: string, add: Add): void {
  const alone = (kind: string) => add(path, `endPort ${endPort} has no number to start from: may not be specified when port is ${kind}`);
  if (typeof port === 'string') alone('non-numeric');
  else if (typeof port !== 'number') alone('not specified');
  else if (checkPortNumber(endPort, path, add) && endPort < port) {
    add(
      path,
      `endPort ${endPort} comes before port ${port}: must be greater than or equal to port`,
      `write ${endPort} as port and ${port} as endPort`,
    );
  }
}

/** @see kubernetes 1.36.3 staging/src/k8s.io/apimachinery/pkg/util/validation/validation.go (IsValidPortName) */
function checkPortName(name: string, path: string, add: Add): void {
  const number = /^[1-9]\d{0,4}$/.test(name) && Number(name) <= 65535;
  const reasons = [
    ...(name.length > 15 ? ['must be no more than 15 characters'] : []),
    ...(/^[-a-z0-9]+$/.test(name) ? [] : ['must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)']),
    ...(/[a-z]/.test(name) ? [] : ['must contain at least one letter (a-z)']),
    ...(name.includes('--') ? ['must not contain consecutive hyphens'] : []),
    ...(/^-|-$/.test(name) ? ['must not begin or end with a hyphen'] : []),
  ];
  if (reasons.length === 0) return;
  add(path, `'${name}' is no name of a port: ${reasons.join(', ')}`, number ? `write ${name} without quotes` : undefined);
}

function checkPeer(peer: Fields, path: string, add: Add): void {
  const has = (key: string) => !isNothing(peer[key]);
  const kinds = ['podSelector', 'namespaceSelector', 'ipBlock'];
  const others = kinds.filter((kind) => kind !== 'ipBlock' && has(kind));
  if (!kinds.some(has)) add(path, 'this peer is nobody: must specify a peer', `write ${oneOf(kinds)}`);
  else if (has('ipBlock') && others.length > 0) {
    add(path, `'ipBlock' stands beside ${oneOf(others)}: may not specify both ipBlock and another peer`, 'write two peers');
  }
  each(peer, path, {
    podSelector: (value, at) => checkSelector(value, at, add),
    namespaceSelector: (value, at) => checkSelector(value, at, add),
    ipBlock: (value, at) => checkBlock(value, at, add),
  });
}

/** @see kubernetes 1.36.3 pkg/apis/networking/validation/validation.go (ValidateIPBlock) */
function checkBlock(block: unknown, path: string, add: Add): void {
  if (!isObject(block) || typeof block.cidr !== 'string') return;
  checkCidr(block.cidr, `${path}.cidr`, add);
  const outer = sloppyCidr(block.cidr);
  if (outer === undefined) return;
  texts(block.except, `${path}.except`, (text, at) => {
    checkCidr(text, at, add);
    const inner = sloppyCidr(text);
    if (inner === undefined || (contains(outer, inner) && outer.prefix < inner.prefix)) return;
    add(at, `'${text}' is not a part of '${block.cidr}': must be a strict subset of cidr`);
  });
}

/** @see kubernetes 1.36.3 staging/src/k8s.io/apimachinery/pkg/util/validation/ip.go (IsValidCIDRForLegacyField) */
function checkCidr(text: string, path: string, add: Add): void {
  const block = sloppyCidr(text);
  const address = parseAddress(text.split('/')[0] as string);
  const refuse = (reason: string, repair?: string) => add(path, `'${text}' is no CIDR: ${reason}`, repair);
  if (block === undefined) refuse('must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)', aloneRepair(text));
  else if (address === undefined || parseCidr(text) === undefined) {
    refuse('must not have leading 0s in IP or prefix length', `write '${block.canonical}'`);
  } else if (block.family === 6 && address.value >> 32n === 0xffffn) refuse('must not have an IPv4-mapped IPv6 address');
  else if (address.value !== block.first) refuse('must not have bits set beyond the prefix length', `write '${block.canonical}'`);
}

/** For an address without a prefix length, the block of that address alone. */
function aloneRepair(text: string): string | undefined {
  const address = parseAddress(text);
  return address && `write '${text}/${address.family === 4 ? 32 : 128}'`;
}

/** @see kubernetes 1.36.3 staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go (ValidateLabelSelector) */
function checkSelector(selector: unknown, path: string, add: Add): void {
  each(selector, path, {
    matchLabels: (labels, at) => {
      for (const [key, value] of Object.entries(isObject(labels) ? labels : {})) {
        checkKey(key, `${at}.${key}`, add);
        if (typeof value === 'string') checkLabelValue(value, `${at}.${key}`, add);
      }
    },
    matchExpressions: (expressions, at) => items(expressions, at, (expression, place) => checkExpression(expression, place, add)),
  });
}

const operators = ['In', 'NotIn', 'Exists', 'DoesNotExist'];

function checkExpression({ key, operator, values }: Fields, path: string, add: Add): void {
  const given = Array.isArray(values) && values.length > 0;
  const missing = isNothing(values) || (Array.isArray(values) && values.length === 0);
  const addValues = (message: string, repair: string) => add(`${path}.values`, message, repair);
  if (typeof key === 'string') checkKey(key, `${path}.key`, add);
  if (typeof operator === 'string' && !operators.includes(operator)) {
    add(`${path}.operator`, `'${operator}' is not one of ${oneOf(operators)}: not a valid selector operator`, 'write one of them');
  }
  if ((operator === 'In' || operator === 'NotIn') && missing) {
    addValues(`'${operator}' has no values: must be specified when operator is 'In' or 'NotIn'`, 'write values: […]');
  }
  if ((operator === 'Exists' || operator === 'DoesNotExist') && given) {
    addValues(`'${operator}' has values: may not be specified when operator is 'Exists' or 'DoesNotExist'`, 'leave them out');
  }
  texts(values, `${path}.values`, (value, at) => checkLabelValue(value, at, add));
}

function checkKey(key: string, path: string, add: Add): void {
  const fault = labelKeyFault(key);
  if (fault !== undefined) add(path, `'${key}' is no key of a label: ${fault}`);
}

function checkLabelValue(value: string, path: string, add: Add): void {
  const fault = labelValueFault(value);
  if (fault !== undefined) add(path, `'${value}' is no value of a label: ${fault}`);
}

const policyTypes = ['Ingress', 'Egress'];

function checkPolicyTypes(types: unknown, path: string, add: Add): void {
  if (Array.isArray(types) && types.length > policyTypes.length) {
    add(path, `this list has ${types.length} items: may not specify more than two policyTypes`, 'leave out what is there twice');
    return;
  }
  texts(types, path, (type, at) => {
    const meant = policyTypes.find((known) => known.toLowerCase() === type.toLowerCase());
    if (policyTypes.includes(type)) return;
    add(at, `'${type}' is not one of ${oneOf(policyTypes)}`, meant === undefined ? 'write one of them' : `write '${meant}'`);
  });
}
