import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const tool = join(__dirname, '..', '..', 'tools', 'imports', 'helm-values', 'keys.mjs');

/** A value of a chart as the generator has it. */
interface Value {
  readonly schema?: object;
  readonly uses?: readonly string[];
  readonly children?: Readonly<Record<string, Value>>;
}

/** The outline of a chart with these values. */
function outline(children: Readonly<Record<string, Value>>, refused: readonly (readonly string[])[] = []): string[] {
  const script = `
    import { outline } from ${JSON.stringify(tool)};
    const value = ({ schema, uses, children = {} }) => ({
      schema, ...(uses && { read: { uses } }), children: new Map(Object.entries(children).map(([key, child]) => [key, value(child)])),
    });
    const { children, refused } = JSON.parse(process.argv[1]);
    try {
      console.log(JSON.stringify(outline({ root: value({ children }), refused })));
    } catch (error) {
      console.log(JSON.stringify([error.message]));
    }`;
  const args = ['--input-type=module', '--eval', script, JSON.stringify({ children, refused })];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
}

const text = { schema: { type: 'string' } };

test('types and limits of the schema, sorted', () => {
  expect(
    outline({
      mtu: { schema: { type: ['integer', 'null'], minimum: 0, maximum: 255 } },
      mode: { schema: { enum: ['both', 'none'] } },
      level: { schema: { oneOf: [{ type: 'null' }, { type: 'string', enum: ['info'] }] } },
      enabled: { schema: { type: 'boolean' } },
    }),
  ).toEqual(['enabled b', 'level 0s =info', 'mode s =both|none', 'mtu 0i 0..255']);
});

test('maps with their keys, and maps that take any', () => {
  const schema = { type: 'object' };
  expect(
    outline({
      bpf: { schema, children: { root: text } },
      labels: { schema },
      resources: { schema, uses: ['whole'], children: { limits: { schema, children: { cpu: text } } } },
    }),
  ).toEqual(['bpf m', ' root s', 'labels m*', 'resources m*', ' limits m*', '  cpu s']);
});

test('what only templates know', () => {
  expect(
    outline({
      nodePort: { schema: { type: 'object' }, children: { range: { uses: ['print'] } } },
      maglev: { children: { tableSize: { uses: ['print'] } } },
      mounts: { schema: { type: 'array' }, uses: ['each'], children: { '[]': { children: { name: { uses: ['print'] } } } } },
      spread: { schema: { type: 'array' }, children: { '[]': { uses: ['whole'], children: { labelSelector: { uses: ['test'] } } } } },
    }),
  ).toEqual(['maglev .', ' tableSize', 'mounts l', ' [] .', '  name', 'nodePort m', ' range', 'spread l', ' []', '  labelSelector']);
});

test('what templates refuse, where nothing else takes it', () => {
  const refused = [['tunnel'], ['proxy', 'port'], ['bpf'], ['extra', 'key'], ['mounts', '[]', 'name']];
  const free = { schema: { type: 'object' } };
  expect(outline({ bpf: text, extra: free, mounts: { schema: { type: 'array' } } }, refused)).toEqual([
    'bpf s',
    'extra m*',
    'mounts l',
    'proxy .',
    ' port !',
    'tunnel !',
  ]);
});

test('items of lists by the examples of the schema, where each has a type', () => {
  const list = (...anyOf: object[]) => ({ schema: { type: 'array', items: { anyOf } } });
  expect(outline({ texts: list({ type: 'string' }), mixed: list({ type: 'string' }, { properties: {} }) })).toEqual([
    'mixed l',
    'texts l',
    ' [] s',
  ]);
});

test('a schema that says more than the outline can', () => {
  expect(outline({ a: { schema: { type: 'string', pattern: '^a' } } })).toEqual(["the outline of values can't say 'pattern' of a schema"]);
});
