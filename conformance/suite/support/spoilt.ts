import type { Schema } from '../../../imports/schema';
import { isObject, type Json, type JsonObject } from '../../../lib/base';

/** Values that hardly anything is. */
export const values: readonly Json[] = [
  null,
  true,
  -1,
  1.5,
  80,
  65536,
  2 ** 31,
  2 ** 63,
  '',
  'a',
  'A_b',
  [],
  [[]],
  ['a'],
  {},
  { a: 'b' },
  { a: null },
];

/** For texts that have to be something in particular: the ends of patterns and lengths, blocks of addresses, times. */
export const texts: readonly string[] = [
  ...[
    'a..b',
    'a.b.',
    '.',
    'a b',
    '*',
    '**.a.b',
    '*.a',
    '*a',
    '-',
    '--',
    'a-',
    '-a',
    '1a',
    '80',
    '0',
    '99999',
    '1-',
    '_',
    'é',
    'a\n',
    'a/b',
  ],
  ...['\u0000', '\u200b', '😀'.repeat(32), 'é'.repeat(33), ...[15, 16, 63, 64, 253, 254, 255, 256].map((length) => 'a'.repeat(length))],
  ...['tcp', 'UDP', 'ANY', 'GRE', 'world', 'world-ipv6', 'cluster-mesh', 'ingress', 'Egress', 'In', 'exists', 'IPv4', 'DELETE', 'consume'],
  ...['0', '255', '256', 'EchoReply', 'ExtendedEchoReply', 'ExtendedEcho Reply', 'echo', 'a--b', 'HTTP', 'a/b/c', '/a', 'A.b/c', 'a.b/C_d'],
  ...[
    '10.0.0.0',
    '10.0.0.0/8',
    '10.0.0.1/8',
    '010.0.0.0/8',
    '10.0.0.0/08',
    '10.0.0.0/33',
    '10.2.0.0/16',
    '0.0.0.0/0',
    '1.2.3/8',
    '10.0.0.0/-1',
  ],
  ...[
    '10.0.0.0/8/8',
    ' 10.0.0.0/8',
    '::/0',
    '::ffff:10.0.0.0/104',
    '::1.2.3.4/128',
    '1:2:3:4:5:6:7::/64',
    '1:2:3:4:5:6:7:8::/64',
    '1::2::3/64',
  ],
  ...['00001::/64', '12345::/16', 'fe80::1%eth0/64', 'FE80::/10', '2001:DB8:1::/48', '2001:0db8:0001::/48', ':::/1', '1::1.2.3.4:5/64'],
  ...['2024-02-29T23:59:59.5+02:00', '2023-02-29T00:00:00Z', '2024-02-29T24:00:00Z', '2024-02-29T00:00:00', '2024-02-29t00:00:00z'],
];

/** An object that is spoilt, and how. */
export interface Mutation {
  readonly what: string;
  readonly object: JsonObject;
}

/**
 * The policy, and with each of its parts spoilt in every way. Parts with one key count as the same, and only the first of
 * them is spoilt; a part that is `particular` is tried with all texts.
 */
export function mutations(
  policy: JsonObject,
  schema: Schema,
  { keyOf, particular, seen }: { keyOf(schema: Schema, path: string): unknown; particular(schema: Schema): boolean; seen: Set<unknown> },
): Mutation[] {
  const found: Mutation[] = [{ what: 'as it is', object: policy }];

  const visit = (value: Json, at: Schema, path: string, put: (value: Json | undefined) => JsonObject): void => {
    const key = keyOf(at, path);
    const add = (what: string, changed: Json | undefined) => {
      if (!seen.has(key)) found.push({ what: `${path} ${what}`, object: put(changed) });
    };
    const inside: (() => void)[] = [];

    for (const other of values) add(`is ${JSON.stringify(other)}`, other);
    if (particular(at)) for (const other of texts) add(`is ${JSON.stringify(other)}`, other);
    if (Array.isArray(value) && at.items !== undefined) {
      const { items } = at;
      const first: Json = value[0] ?? {};
      add('has null', [...value, null]);
      for (const times of [2, 3, 40, 41]) add(`has ${times} of the first`, new Array(times).fill(first));
      for (const [i, item] of value.entries()) {
        inside.push(() =>
          visit(item, items, `${path}[${i}]`, (changed) => put(value.map((other, k) => (k === i ? (changed ?? null) : other)))),
        );
      }
    } else if (isObject(value)) {
      for (const other of (at.oneOf ?? []).flatMap(({ required = [] }) => required)) {
        const type = at.properties?.[other]?.type;
        add(`has '${other}' too`, { ...value, [other]: type === 'array' ? [] : type === 'object' ? {} : 'a' });
      }
      for (const unknown of ['unknown', 'constructor', 'kind', '']) add(`has '${unknown}'`, { ...value, [unknown]: null });
      for (const [name, below] of Object.entries(value)) {
        const schemaBelow = at.properties?.[name] ?? at.additionalProperties;
        const { [name]: _, ...others } = value;
        add(`without ${name}`, others);
        if (below === undefined || schemaBelow === undefined) continue;
        inside.push(() => visit(below, schemaBelow, `${path}.${name}`, (changed) => put({ ...value, [name]: changed })));
      }
    }
    seen.add(key);
    for (const go of inside) go();
  };

  for (const [name, below] of Object.entries(policy)) {
    const schemaBelow = schema.properties?.[name];
    if (schemaBelow === undefined || below === undefined || name === 'apiVersion' || name === 'kind') continue;
    const { [name]: _, ...others } = policy;
    found.push({ what: `without ${name}`, object: others });
    visit(below, schemaBelow, name, (changed) => ({ ...policy, [name]: changed }));
  }
  found.push({ what: 'with a field too many', object: { ...policy, rules: [] } });
  return found;
}

/** Whether not every text will do. */
export function hasLimits({ type, pattern, format, enum: names, minLength, maxLength, ...rest }: Schema): boolean {
  const limited = [pattern, format, names, minLength, maxLength].some((limit) => limit !== undefined);
  return (type === 'string' && limited) || rest['x-kubernetes-int-or-string'] === true;
}
