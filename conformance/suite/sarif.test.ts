import { readFileSync } from 'node:fs';
import Ajv, { type ValidateFunction } from 'ajv';
import { isObject, type JsonObject, valueAt } from '../../lib/base';
import { findingsSarif } from '../../lib/report';
import { synthesize } from '../../synthesize';
import { sarifFaults } from '../../test/cli/support/sarif';
import { corpus } from '../../test/refusals/corpus';
import { fileOf } from '../../test/refusals/support/refusal';
import { judges } from './support/judges';

/** The schema as OASIS publishes it, in the draft that ajv reads: only the name of its own address differs. */
function officialSchema(): ValidateFunction {
  const text = /`([\s\S]*)`/.exec(readFileSync(judges().sarif, 'utf8'))?.[1];
  if (text === undefined) throw new Error('no schema is in the file');
  const { $schema: _, id, ...schema } = JSON.parse(text);
  expect(id).toBe('https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json');
  return new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(schema);
}

const validate = officialSchema();
const faultsOf = (log: unknown) =>
  validate(log) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);

/** Everything that is found in the whole corpus of refusals, with places of every kind. */
const findings = Object.values(corpus)
  .flat()
  .flatMap(({ given, file = fileOf(given) }) => synthesize(given, file).findings);
const log = JSON.parse(findingsSarif(findings, '1.2.3'));

test('what is found in every refusal is SARIF', () => {
  expect(findings.length).toBeGreaterThan(500);
  expect(new Set(findings.map(({ at }) => at.in))).toEqual(new Set(['definition', 'document', 'construct']));
  expect(new Set(findings.map(({ status }) => status)).size).toBeGreaterThan(1);
  expect(log.runs[0].results.length).toBeGreaterThan(500);
  expect(faultsOf(log)).toEqual([]);
  expect(faultsOf(JSON.parse(findingsSarif([], '1.2.3')))).toEqual([]);
});

/** The log with each of its parts spoilt, a few of each list. */
function spoilt(): { readonly what: string; readonly log: unknown }[] {
  const found: { what: string; log: unknown }[] = [];
  const visit = (value: unknown, path: string, put: (changed: unknown) => unknown): void => {
    for (const other of [null, 7, -1, 'other', [], {}]) found.push({ what: `${path} is ${JSON.stringify(other)}`, log: put(other) });
    if (Array.isArray(value)) {
      for (const [i, item] of value.slice(0, 2).entries())
        visit(item, `${path}[${i}]`, (changed) => put(value.map((old, k) => (k === i ? changed : old))));
    } else if (isObject(value)) {
      found.push({ what: `${path} has 'unknown'`, log: put({ ...value, unknown: 1 }) });
      for (const [key, below] of Object.entries(value)) {
        const { [key]: _, ...others } = value;
        found.push({ what: `${path} without ${key}`, log: put(others) });
        visit(below, `${path}.${key}`, (changed) => put({ ...value, [key]: changed }));
      }
    }
  };
  const { runs, ...rest } = log as { readonly runs: readonly JsonObject[] } & JsonObject;
  const few = (list: unknown) => (list as readonly unknown[]).slice(0, 3);
  const small = runs.map((run) => ({
    ...run,
    tool: { driver: { ...(valueAt(run, 'tool', 'driver') as JsonObject), rules: few(valueAt(run, 'tool', 'driver', 'rules')) } },
    results: (run.results as readonly JsonObject[]).filter(({ relatedLocations }) => relatedLocations !== undefined).slice(0, 2),
    invocations: (run.invocations as unknown as readonly JsonObject[]).map((one) => ({
      ...one,
      toolExecutionNotifications: few(one.toolExecutionNotifications),
    })),
  }));
  visit({ ...rest, runs: small }, '', (changed) => changed);
  return found;
}

test('what the schema refuses the ordinary tests refuse too', () => {
  const all = spoilt();
  const refused = all.filter((one) => faultsOf(one.log).length > 0);
  expect(refused.length).toBeGreaterThan(200);
  expect(refused.filter((one) => sarifFaults(one.log).length === 0).map(({ what }) => what)).toEqual([]);
});
