/** What of a value is not as SARIF 2.1.0 has it, as far as Ichor writes it: each path with what is wrong there. */
export function sarifFaults(log: unknown): string[] {
  return against(logShape, log, '');
}

type Shape =
  | { readonly is: 'text' | 'natural' | 'boolean' }
  | { readonly oneOf: readonly unknown[] }
  | { readonly match: RegExp }
  | { readonly list: Shape; readonly least?: number }
  | { readonly map: Readonly<Record<string, Shape>>; readonly needs?: readonly string[] }
  | { readonly texts: true };

const text: Shape = { is: 'text' };
const level: Shape = { oneOf: ['none', 'note', 'warning', 'error'] };
const message: Shape = { map: { text, markdown: text }, needs: ['text'] };
const relativeUri: Shape = { match: /^(?!\/)(?![A-Za-z][A-Za-z0-9+.-]*:)(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/]|%[0-9A-F]{2})+$/ };
const location: Shape = {
  map: {
    id: { is: 'natural' },
    message,
    physicalLocation: {
      map: {
        artifactLocation: { map: { uri: relativeUri, uriBaseId: { oneOf: ['%SRCROOT%'] } }, needs: ['uri'] },
        region: { map: { startLine: { is: 'natural' }, startColumn: { is: 'natural' } }, needs: ['startLine'] },
      },
      needs: ['artifactLocation'],
    },
    logicalLocations: { list: { map: { fullyQualifiedName: text } } },
  },
};
const reportingDescriptor: Shape = {
  map: {
    id: { match: /^[A-Z]{3}\d{3}$/ },
    shortDescription: message,
    help: message,
    helpUri: { match: /^https:\/\/\S+$/ },
    defaultConfiguration: { map: { level }, needs: ['level'] },
  },
  needs: ['id', 'shortDescription', 'help'],
};
const result: Shape = {
  map: {
    ruleId: text,
    ruleIndex: { is: 'natural' },
    level,
    message,
    locations: { list: location, least: 1 },
    relatedLocations: { list: location },
    partialFingerprints: { texts: true },
  },
  needs: ['ruleId', 'message'],
};
const notification: Shape = {
  map: { associatedRule: { map: { id: text, index: { is: 'natural' } }, needs: ['id'] }, level, message, locations: { list: location } },
  needs: ['message'],
};
const run: Shape = {
  map: {
    tool: {
      map: { driver: { map: { name: text, semanticVersion: text, rules: { list: reportingDescriptor } }, needs: ['name'] } },
      needs: ['driver'],
    },
    columnKind: { oneOf: ['utf16CodeUnits', 'unicodeCodePoints'] },
    invocations: {
      list: {
        map: { executionSuccessful: { is: 'boolean' }, toolExecutionNotifications: { list: notification } },
        needs: ['executionSuccessful'],
      },
    },
    results: { list: result },
  },
  needs: ['tool'],
};
const logShape: Shape = {
  map: { $schema: { match: /^https:\/\// }, version: { oneOf: ['2.1.0'] }, runs: { list: run, least: 1 } },
  needs: ['version', 'runs'],
};

function against(shape: Shape, value: unknown, path: string): string[] {
  const unless = (fits: boolean, what: string) => (fits ? [] : [`${path} ${what}`]);
  if ('is' in shape) {
    const fits = {
      text: typeof value === 'string',
      natural: Number.isInteger(value) && Number(value) >= 0,
      boolean: typeof value === 'boolean',
    };
    return unless(fits[shape.is], `is no ${shape.is}`);
  }
  if ('oneOf' in shape) return unless(shape.oneOf.includes(value), `is none of ${shape.oneOf.join(', ')}`);
  if ('match' in shape)
    return unless(typeof value === 'string' && shape.match.test(value), `'${String(value)}' does not match ${shape.match}`);
  if ('list' in shape) {
    if (!Array.isArray(value)) return [`${path} is no list`];
    return [
      ...unless(value.length >= (shape.least ?? 0), 'has too few'),
      ...value.flatMap((item, i) => against(shape.list, item, `${path}/${i}`)),
    ];
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path} is no map`];
  if ('texts' in shape) return Object.entries(value).flatMap(([key, inner]) => against(text, inner, `${path}/${key}`));
  return [
    ...(shape.needs ?? []).flatMap((key) => unless(key in value, `lacks ${key}`)),
    ...Object.entries(value).flatMap(([key, inner]) => {
      const known = shape.map[key];
      return known === undefined ? [`${path} has ${key}`] : against(known, inner, `${path}/${key}`);
    }),
  ];
}
