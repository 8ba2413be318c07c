import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Schema } from '../../imports/schema';
import { isObject, type JsonObject, valueAt } from '../../lib/base';
import { keepsRule } from '../../lib/checks/objects/cel/evaluate';
import { completed } from '../../lib/checks/objects/completed';
import { objectFaults } from '../../lib/checks/objects/faults';
import { objectSchema } from '../../lib/checks/objects/schemas';
import { ciliumKinds, servedVersions } from '../../lib/model';
import { checkSchema } from '../../lib/policy/read/schema';
import { type CiliumMinor, pins } from '../pins';
import { brokenRules, saidBySchema } from './support/broken-rules';
import { judges } from './support/judges';
import { samples } from './support/samples';
import { hasLimits, mutations } from './support/spoilt';
import { validate } from './support/validate';

const minors = Object.keys(pins.cilium) as CiliumMinor[];

interface Definition {
  readonly group: string;
  readonly kind: string;
  readonly versions: readonly { readonly name: string; readonly served: boolean; readonly deprecated?: boolean }[];
}

/** The custom resource definitions in files and folders. */
function definitionsIn(paths: readonly string[]): Definition[] {
  const files = paths.flatMap((path) => (statSync(path).isDirectory() ? yamlIn(path) : [path]));
  return files.flatMap((file) =>
    objectsIn(readFileSync(file, 'utf8')).flatMap((object): Definition[] =>
      object.kind === 'CustomResourceDefinition'
        ? [
            {
              group: String(valueAt(object, 'spec', 'group')),
              kind: String(valueAt(object, 'spec', 'names', 'kind')),
              versions: valueAt(object, 'spec', 'versions') as unknown as Definition['versions'],
            },
          ]
        : [],
    ),
  );
}

function yamlIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => join(folder, name));
}

function objectsIn(text: string): JsonObject[] {
  return parseAllDocuments(text).flatMap((document) => {
    if (document.errors.length > 0) return [];
    const object: unknown = document.toJS();
    return isObject(object) ? [object] : [];
  });
}

/** What upstream writes as YAML, in files and within text. */
function written(folder: string): JsonObject[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(ya?ml|rst|md)$/.test(name));
  return files.sort().flatMap((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    if (/\.ya?ml$/.test(name)) return objectsIn(text);
    return blocksIn(text);
  });
}

/** The blocks of YAML that stand indented in a text, each from its `apiVersion` on. */
function blocksIn(text: string): JsonObject[] {
  const lines = text.split('\n');
  return lines.flatMap((line, i) => {
    const indent = /^( +)apiVersion: *["']?(cilium\.io|gateway\.networking)/.exec(line)?.[1];
    if (indent === undefined) return [];
    const length = lines.slice(i).findIndex((next) => next.trim() !== '' && !next.startsWith(indent));
    const block = length < 0 ? lines.slice(i) : lines.slice(i, i + length);
    return objectsIn(block.map((each) => each.slice(indent.length)).join('\n')).slice(0, 1);
  });
}

function schemaOf(object: JsonObject, minor: CiliumMinor): Schema | undefined {
  return objectSchema(String(object.apiVersion), String(object.kind), pins.cilium[minor]);
}

/** Where the API server and we say something else of objects of the kinds whose schemas are here. */
function apart(minor: CiliumMinor, objects: readonly JsonObject[]) {
  const ours = objects.map((object) => objectFaults(object, schemaOf(object, minor) as Schema));
  const theirs = validate(minor, objects);
  const counts = { taken: theirs.filter(({ accepted }) => accepted).length, refused: theirs.filter(({ accepted }) => !accepted).length };
  const different = objects.flatMap((object, i) => {
    const [faults, errors] = [ours[i] ?? [], theirs[i]?.errors ?? []];
    // Names, labels and owners have rules beyond the schema, and where they are wrong rules in CEL are left out.
    const isAboutNames = errors.length > 0 && errors.every((error) => /^metadata|some validation rules were not checked/.test(error));
    // Of what has a format the API server doesn't look at the type.
    const isListForText = errors.length === 0 && faults.every(({ message }) => message === 'a list is not a text');
    return (faults.length === 0) === (errors.length === 0) || isAboutNames || isListForText
      ? []
      : [{ object: JSON.stringify(object), faults, errors }];
  });
  return { ...counts, different, ours, theirs };
}

describe.each(minors)('the definitions of Cilium %s', (minor) => {
  const own = definitionsIn(judges().crds[minor]);
  const gateway = definitionsIn(judges().gatewayApi[minor]);

  test("have Cilium's kinds in the versions that the table of kinds says", () => {
    const table = Object.entries(ciliumKinds).flatMap(([kind, versions]) => {
      const served = servedVersions(versions, minor);
      return served.length === 0 ? [] : [[kind, [...served].sort(), versions.v2alpha1?.deprecated === true && served.includes('v2alpha1')]];
    });
    const theirs = own.map(({ kind, versions }) => [
      kind,
      versions.flatMap(({ name, served }) => (served ? [name] : [])).sort(),
      versions.some(({ name, deprecated }) => name === 'v2alpha1' && deprecated === true) && versions.some(({ name }) => name === 'v2'),
    ]);
    const byKind = (list: typeof theirs) => [...list].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
    expect(byKind(table as typeof theirs)).toEqual(byKind(theirs));
  });

  test('have a schema here for each kind that people write', () => {
    const byAgents = /^Cilium(Endpoint|EndpointSlice|Identity|Node|BGPNodeConfig)$/;
    const ofPolicies = /^Cilium(CIDRGroup|(Clusterwide)?NetworkPolicy)$/;
    const missing = [...own, ...gateway].flatMap(({ group, kind, versions }) =>
      versions.flatMap(({ name, served }) =>
        served && !byAgents.test(kind) && !ofPolicies.test(kind) && objectSchema(`${group}/${name}`, kind, pins.cilium[minor]) === undefined
          ? [`${group}/${name}/${kind}`]
          : [],
      ),
    );
    expect(missing).toEqual([]);
  });

  test("take upstream's examples, and refuse what it says is wrong", () => {
    const [definitions] = judges().gatewayApi[minor] as [string];
    const module = join(definitions, '..', '..', '..');
    const cilium = join(judges().chart[minor], '..', '..', '..');
    const folders = [join(module, 'examples', 'standard'), join(cilium, 'Documentation'), join(cilium, 'examples')];
    const ofOurs = (object: JsonObject) => schemaOf(object, minor) !== undefined;
    const right = apart(minor, folders.flatMap(written).filter(ofOurs));
    const wrong = apart(minor, written(join(module, 'hack', 'invalid-examples', 'standard')).filter(ofOurs));
    expect(right.different).toEqual([]);
    expect(wrong.different).toEqual([]);
    expect(right.taken).toBeGreaterThan(100);
    expect(wrong.refused).toBeGreaterThan(10);
  });

  const kinds = [...own, ...gateway].flatMap(({ group, kind, versions }) =>
    versions.flatMap(({ name, served }) => (served ? [`${group}/${name}/${kind}`] : [])),
  );
  const judged = kinds.flatMap((name) => {
    const [group, version, kind] = name.split('/') as [string, string, string];
    const schema = objectSchema(`${group}/${version}`, kind, pins.cilium[minor]);
    return schema === undefined ? [] : [{ apiVersion: `${group}/${version}`, kind, schema }];
  });

  test('are read as the API server reads them: every field spoilt, every rule broken', () => {
    const broken = new Set<string>();
    const seen = new Set<unknown>();
    const different = judged.flatMap(({ apiVersion, kind, schema }) => {
      const base: JsonObject = {
        apiVersion,
        kind,
        metadata: { name: 'a', ...(apiVersion.startsWith('cilium') ? {} : { namespace: 'b' }) },
      };
      const { spec } = schema.properties ?? {};
      const whole = spec === undefined ? [base] : samples(spec).map((value) => ({ ...base, spec: value }));
      const spoilt = whole.flatMap((object) =>
        mutations(object, schema, { keyOf: (part) => part, particular: hasLimits, seen }).map((mutation) => mutation.object),
      );
      const all = [...new Map(spoilt.map((object) => [JSON.stringify(object), object])).values()];
      for (const object of all) for (const rule of brokenBy(object, schema)) broken.add(rule);
      return apart(minor, all).different;
    });
    const together = brokenRules(minor === '1.19' ? 'v1alpha2' : 'v1').filter((object) => schemaOf(object, minor) !== undefined);
    for (const object of together) for (const rule of brokenBy(object, schemaOf(object, minor) as Schema)) broken.add(rule);
    expect([...different, ...apart(minor, together).different]).toEqual([]);
    const rules = new Set(judged.flatMap(({ schema }) => rulesOf(schema)));
    expect([...rules].filter((rule) => !broken.has(rule) && !saidBySchema.some((said) => said.test(rule)))).toEqual([]);
  });
});

/** The rules that a schema has, but for those of a status. */
function rulesOf({ properties = {}, additionalProperties, items, 'x-kubernetes-validations': rules = [] }: Schema): string[] {
  const below = [...Object.values(properties), ...[additionalProperties, items].filter((part) => part !== undefined)];
  return [...rules.map(({ rule }) => rule), ...below.flatMap(rulesOf)];
}

/** The rules that an object breaks whose schema has nothing against it. */
function brokenBy(object: JsonObject, schema: Schema): string[] {
  if (checkSchema(object, schema).length > 0) return [];
  const visit = (value: unknown, at: Schema): string[] => {
    const own = (at['x-kubernetes-validations'] ?? []).flatMap(({ rule }) => (keepsRule(rule, value) ? [] : [rule]));
    if (Array.isArray(value)) return [...own, ...value.flatMap((item) => (at.items === undefined ? [] : visit(item, at.items)))];
    if (!isObject(value)) return own;
    const below = Object.entries(value).flatMap(([key, inner]) => {
      const inside = at.properties?.[key] ?? at.additionalProperties;
      return inside === undefined ? [] : visit(inner, inside);
    });
    return [...own, ...below];
  };
  return visit(completed(object, schema), schema);
}
