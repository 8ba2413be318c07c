import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { inDocument, isObject, type JsonObject } from '../../lib/base';
import { connectivityOf, policyFact } from '../../lib/checks';
import { policyRules } from '../../lib/checks/rules/policies';
import { defaultProfile, type Identity, isPolicy, type Profile, type ReadWorld, readWorld } from '../../lib/policy';
import { extendedProtocols } from '../../lib/policy/protocol';
import { type CiliumMinor, pins } from '../pins';
import { engineAnswers, ourAnswers } from '../policy/answers';
import { ask, type EngineAnswer, type Probe, requestOf } from '../policy/ask';
import { populationOf } from '../policy/example-world';
import { knownDifferences } from '../policy/known-differences';
import { asSeen } from '../policy/tricky/stage';
import { probesOf } from '../policy/world';
import { judges } from './support/judges';
import { validate } from './support/validate';

/*
 * Cilium's own examples, as its module has them: whether they are taken, and what they mean to pods that are made for them.
 * Nothing of them is kept here.
 */

/** As the chart configures the agent, and with everything switched on that an example needs. */
const profiles: Readonly<Record<string, Partial<Profile>>> = {
  'as the chart has it': {},
  'with host firewall, labels of nodes and all protocols': { hostFirewall: true, nodeSelectorLabels: true, extendedProtocols: true },
};

interface Example {
  readonly path: string;
  readonly policies: readonly JsonObject[];
  readonly others: readonly JsonObject[];
}

interface Asked {
  readonly path: string;
  readonly world: ReadWorld;
  readonly request: object;
  readonly probes: readonly Probe[];
}

function examplesOf(cilium: CiliumMinor): Example[] {
  const folder = join(judges().chart[cilium], '..', '..', '..', 'examples', 'policies');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml'))
    .sort()
    .map((path) => {
      const documents = parseAllDocuments(readFileSync(join(folder, path), 'utf8'), { version: '1.1' }).map((document) => document.toJS());
      const objects = documents.filter(isObject).map(inNamespace);
      return {
        path,
        policies: objects.filter((object) => isPolicy({ object })),
        others: objects.filter((object) => !isPolicy({ object })),
      };
    });
}

/** What names no namespace is put into `default`, as kubectl does. */
function inNamespace(object: JsonObject): JsonObject {
  const metadata = isObject(object.metadata) ? object.metadata : {};
  const cluster = /^(CiliumClusterwide.*|Namespace|Node|CiliumCIDRGroup)$/.test(String(object.kind));
  return cluster || metadata.namespace !== undefined ? object : { ...object, metadata: { ...metadata, namespace: 'default' } };
}

async function engineOf(cilium: CiliumMinor, requests: readonly object[]): Promise<EngineAnswer[]> {
  const answers: EngineAnswer[] = [];
  for await (const answer of ask(judges().engine[cilium], requests)) answers.push(answer);
  return answers;
}

const minors = Object.keys(pins.cilium) as CiliumMinor[];
const cases = minors.flatMap((cilium) => Object.entries(profiles).map(([name, changes]) => ({ cilium, name, changes })));

const isPortless = (protocol: string) => extendedProtocols.some((name) => name === protocol);

/** `kafka` is taken by 1.19, and of what is inside of it we know nothing: that its ports go through the proxy isn't compared. */
const isUnread = (policy: JsonObject) => JSON.stringify(policy).includes('"kafka"');

describe.each(cases)('the examples of Cilium $cilium, $name', ({ cilium, changes }) => {
  const profile: Profile = { ...defaultProfile, ...changes, cilium };

  test('are taken where upstream takes them', async () => {
    const policies = examplesOf(cilium).flatMap(({ path, policies: list }) => list.map((policy) => ({ path, policy })));
    const server = validate(
      cilium,
      policies.map(({ policy }) => policy),
    );
    const asked = (policy: JsonObject) => ({
      ...{ name: 'example', profile, identities: [], services: [], endpointSlices: [], cidrGroups: [] },
      policies: [policy],
    });
    const engine = await engineOf(
      cilium,
      policies.map(({ policy }) => requestOf(asked(policy), [], false)),
    );
    const verdicts = policies.map(({ path, policy }, i) => {
      const refusals = [...(server[i]?.errors ?? ['no answer']), ...(engine[i]?.policies[0]?.error ? [engine[i].policies[0].error] : [])];
      const findings = readWorld([{ object: policy }], { profile }).findings.map(({ id, message }) => `${id} ${message}`);
      return { path, refusals, findings };
    });
    expect(verdicts.filter(({ refusals, findings }) => refusals.length > 0 !== findings.length > 0)).toEqual([]);
    const refused = verdicts.filter(({ findings }) => findings.length > 0).map(({ path }) => path);
    process.stderr.write(
      `Cilium ${cilium}: ${new Set(policies.map(({ path }) => path)).size} files, ${policies.length} policies, refused: ${refused.join(', ')}\n`,
    );
    expect(policies.length - refused.length).toBeGreaterThan(45);
  });

  test('are no errors to rules about policies, each file by itself', () => {
    const errors = examplesOf(cilium).flatMap(({ path, policies, others }) => {
      const sources = [...others, ...policies].map((object) => ({ object }));
      const at = inDocument(path);
      const value = policyFact(connectivityOf(sources, { profile: { ...profile, hostFirewall: true } }));
      return policyRules.flatMap((rule) => {
        const seen = Object.fromEntries(rule.needs.map((name) => [name, { value: name === 'policies' ? value : undefined, at }]));
        const breaches = rule.check(seen as never);
        return breaches.flatMap((b) => ((b.severity ?? rule.severity) === 'error' ? [`${path} ${rule.id} ${b.message}`] : []));
      });
    });
    expect(errors).toEqual([]);
  });

  test('mean to us what they mean to Cilium', async () => {
    const asked = examplesOf(cilium).flatMap(({ path, policies, others }): Asked[] => {
      const taken = policies.filter((object) => readWorld([{ object }], { profile }).findings.length === 0);
      if (taken.length === 0 || taken.some(isUnread)) return [];
      const objects = [...others, ...populationOf(taken)];
      const all = readWorld(
        [...objects, ...taken].map((object) => ({ object })),
        { profile },
      );
      return asSeen(all).map((seen) => {
        // The engine is told that pods have no ports but those of files, and so are we.
        const world = { ...seen, identities: seen.identities.map(({ furtherPorts: _, ...identity }): Identity => identity) };
        const probes = probesOf(world).map(([protocol, port]): Probe => [protocol, isPortless(protocol) ? 0 : port]);
        const services = objects.filter(({ kind }) => kind === 'Service');
        const question = {
          name: path,
          profile,
          identities: world.identities,
          services,
          endpointSlices: [],
          cidrGroups: [],
          policies: taken,
        };
        return { path, world, probes, request: requestOf(question, probes, true) };
      });
    });
    const answers = await engineOf(
      cilium,
      asked.map(({ request }) => request),
    );
    let [compared, unknown] = [0, 0];
    const found = asked.flatMap(({ path, world, probes }, i) => {
      const answer = answers[i] as EngineAnswer;
      const failure = answer.error ?? answer.panic ?? answer.computed?.find((error) => error !== null);
      if (failure) return [`${path}: ${failure}`];
      const result = knownDifferences(world, probes, ourAnswers(world, probes), engineAnswers(world, probes, answer));
      compared += result.compared;
      unknown += result.unknown;
      return result.differences.map((difference) => `${path}: ${difference}`);
    });
    process.stderr.write(
      `Cilium ${cilium}: ${new Set(asked.map(({ path }) => path)).size} files, ${asked.length} worlds, ${compared} questions, ${unknown} left open\n`,
    );
    expect(found.slice(0, 20)).toEqual([]);
    expect(compared).toBeGreaterThan(100_000);
  });
});
