import { type JsonObject, parseCidr } from '../../lib/base';
import { cidrLabel, defaultProfile, type Identity, label, type Profile, worldLabel } from '../../lib/policy';
import { findsOf, type Refused, releasesOf } from '../../test/lib/policy/read/refused/refused';
import { sha256 } from '../judged';
import { type CiliumMinor, pins } from '../pins';
import { type EngineAnswer, type Probe, requestOf } from './ask';

/** What upstream says of some policies, one after the other and together. */
export interface Judgement {
  /** For each policy what the API server has against it; empty where it takes it. */
  readonly apiServer: readonly (readonly string[])[];
  /** For each policy what Cilium has against it; empty where it takes it, or never sees it. */
  readonly cilium: readonly string[];
  /** Why Cilium can't work out what they mean together. */
  readonly computing: string;
  /** Whether the outside world is reached on each probe, and reaches: a dot where it isn't, `?` where nothing is worked out. */
  readonly world: { readonly ingress: string; readonly egress: string };
}

/** What upstream says of a wrong set and of its twin. */
export interface RefusalAnswer {
  readonly title: string;
  readonly given: Judgement;
  readonly twin: Judgement;
}

/** The record: by release of Cilium, and by the hash of what was judged. */
export type RefusalRecord = Readonly<Record<string, Readonly<Record<string, RefusalAnswer>>>>;

/** The part of the record that a release of Cilium has. */
export function releaseKey(cilium: CiliumMinor): string {
  return `Cilium ${pins.cilium[cilium]}, Kubernetes ${pins.kubernetes}`;
}

/** By what the record knows a set. */
export function setKey({ given, twin, profile = {} }: Refused): string {
  return sha256(JSON.stringify([given, twin, profile]));
}

/** Every set, each with each release that it tells of. */
export function judgedSets(corpus: Readonly<Record<string, readonly Refused[]>>): readonly (readonly [string, Refused, CiliumMinor])[] {
  return Object.entries(corpus).flatMap(([concern, sets]) =>
    sets.flatMap((set) => releasesOf(set).map((cilium) => [`${concern}: ${set.title} (${cilium})`, set, cilium] as const)),
  );
}

const probes: readonly Probe[] = [
  ['TCP', 80],
  ['ICMP', 8],
];

/** What Cilium's engine is asked about policies that the API server takes. */
export function engineRequest(policies: readonly JsonObject[], set: Refused, cilium: CiliumMinor): object {
  const profile: Profile = { ...defaultProfile, ...set.profile, cilium };
  const identities = [pod(), outside('world', profile)];
  const asked = { name: set.title, profile, identities, services: [], endpointSlices: [], cidrGroups: [], policies };
  return requestOf(asked, probes, false);
}

function pod(): Identity {
  const labels = [label('k8s', 'app', 'a'), label('k8s', 'io.kubernetes.pod.namespace', 'n')];
  return {
    kind: 'pods',
    name: 'n/a',
    namespace: 'n',
    endpoint: true,
    ports: [],
    labels: [...labels, label('k8s', 'io.cilium.k8s.policy.cluster', 'default')],
  };
}

function outside(name: string, profile: Profile): Identity {
  const block = parseCidr('203.0.113.0/24');
  const labels = [...(block === undefined ? [] : [cidrLabel(block)]), worldLabel(4, profile)];
  return { kind: 'cidr', name, namespace: '', endpoint: false, ports: [], labels };
}

/** What the engine answered, in the words of the record. */
export function judgementOf(apiServer: readonly (readonly string[])[], answer: EngineAnswer): Judgement {
  const failure = answer.error ?? answer.panic;
  if (failure !== undefined) throw new Error(`the judge fails: ${failure}`);
  const taken = answer.policies.map(({ error }) => error ?? '');
  const seen = apiServer.flatMap((errors, i) => (errors.length === 0 ? [i] : []));
  const reached = (verdicts: readonly string[]) => {
    const [own = ''] = verdicts;
    return own === '' ? '?' : own.slice(probes.length, 2 * probes.length);
  };
  return {
    apiServer,
    cilium: apiServer.map((_, i) => taken[seen.indexOf(i)] ?? ''),
    computing: answer.computed?.find((error) => error !== null) ?? '',
    world: { ingress: reached(answer.verdicts.ingress), egress: reached(answer.verdicts.egress) },
  };
}

/** Expects that upstream does about a set what the set says, for the reason that it gives, and takes its twin. */
export function expectRefusal(set: Refused, cilium: CiliumMinor, { given, twin }: RefusalAnswer): void {
  const apiServer = given.apiServer.flat().join('\n');
  const reasons = given.cilium.filter((reason) => reason !== '').join('\n');
  const who = apiServer !== '' ? 'API server' : reasons !== '' ? 'Cilium' : given.computing !== '' ? 'keeps' : 'nobody';
  const direction = set.because === 'ingress' ? 'ingress' : 'egress';
  switch (set.upstream) {
    case 'API server':
      expect([who, apiServer]).toEqual(['API server', expect.stringContaining(set.because)]);
      break;
    case 'Cilium':
      expect([who, reasons]).toEqual(['Cilium', expect.stringContaining(set.because)]);
      expect(findsOf(set, cilium).map(({ message }) => message)).toContainEqual(expect.stringContaining(set.because));
      break;
    case 'keeps':
      expect([who, given.computing]).toEqual(['keeps', expect.stringContaining(set.because)]);
      expect(findsOf(set, cilium).map(({ message }) => message)).toContainEqual(expect.stringContaining(set.because));
      break;
    case 'opens':
      expect([who, given.world[direction].includes('A'), twin.world[direction]]).toEqual(['nobody', true, '..']);
      break;
    case 'closes':
      expect([who, given.world[direction].includes('.'), twin.world[direction]]).toEqual(['nobody', true, 'AA']);
      break;
    case 'last':
      expect(who).toBe('nobody');
  }
  expect({ apiServer: twin.apiServer.flat(), cilium: twin.cilium.join(''), computing: twin.computing }).toEqual({
    apiServer: [],
    cilium: '',
    computing: '',
  });
}
