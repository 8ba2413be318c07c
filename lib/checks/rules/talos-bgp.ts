import { asCidr, type JsonObject, parseCidr, rangeWithin, valueAt } from '../../base';
import type { ObjectFact, TalosBgpFact } from '../fact';
import type { Breach } from '../rule';
import { rule } from './define';

/** The port at which speakers listen. */
const bgpPort = 179;

/** Talos' speakers of BGP and Cilium's, on the same nodes. */
export const talosBgpRules = [
  rule('INV063', ['talos.bgp', 'objects', 'subnets'], ({ 'talos.bgp': talos, objects, subnets }): Breach[] => {
    const [instances, list] = [talos.value ?? [], objects.value ?? []];
    const speakers = list.flatMap(speakersOf);
    if (instances.length === 0 || speakers.length === 0) return [];
    const pods = (subnets.value ?? []).find(({ name }) => name === 'pods');
    const isTold = list.some(
      ({ object }) => object.kind === 'CiliumBGPAdvertisement' && JSON.stringify(object.spec ?? {}).includes('"PodCIDR"'),
    );
    return [
      ...speakers.flatMap((speaker) => sessions(speaker, instances)),
      ...speakers.flatMap((speaker) => listeners(speaker, instances)),
      ...(pods === undefined || !isTold
        ? []
        : imports('the pods', pods.cidr, pods.at, instances, (prefix) => {
            const cidr = asCidr(pods.cidr);
            return cidr !== undefined && cidr.first >= prefix.first && cidr.last <= prefix.last;
          })),
    ];
  }),
  rule('INV063', ['talos.bgp', 'pools.announced'], ({ 'talos.bgp': talos, 'pools.announced': pools }): Breach[] =>
    (pools.value ?? [])
      .filter(({ announced }) => announced.by === 'bgp')
      .flatMap(({ pool: { name, range, at } }) =>
        imports(`the pool '${name}'`, `${range.first}-${range.last}`, at, talos.value ?? [], (prefix) => rangeWithin(range, prefix)),
      ),
  ),
];

interface Speaker {
  readonly name: string;
  readonly asn: number;
  readonly port: unknown;
  readonly peers: readonly { readonly address: string; readonly asn: number }[];
  readonly at: ObjectFact['at'];
}

function speakersOf({ object, at }: ObjectFact): Speaker[] {
  if (object.kind !== 'CiliumBGPClusterConfig') return [];
  return listAt(object, 'spec', 'bgpInstances').map((instance) => ({
    name: String(valueAt(object, 'metadata', 'name')),
    asn: Number(valueAt(instance, 'localASN')),
    port: valueAt(instance, 'localPort'),
    peers: listAt(instance, 'peers').map((peer) => ({
      address: String(valueAt(peer, 'peerAddress') ?? ''),
      asn: Number(valueAt(peer, 'peerASN')),
    })),
    at,
  }));
}

/** A session that one end is set up for, with the number of the other end that the other end doesn't have. */
function sessions(speaker: Speaker, instances: readonly TalosBgpFact[]): Breach[] {
  const isWhole = (instance: TalosBgpFact) =>
    speaker.peers.some(({ asn }) => asn === instance.asn) && instance.neighbors.some(({ asn }) => asn === speaker.asn);
  if (instances.some(isWhole)) return [];
  return instances.flatMap((instance): Breach[] => {
    const calls = speaker.peers.some(({ asn }) => asn === instance.asn);
    const expects = instance.neighbors.some(({ asn }) => asn === speaker.asn);
    if (calls)
      return [
        {
          at: speaker.at,
          also: [instance.at],
          message: `'${speaker.name}' speaks as ${speaker.asn} to Talos' '${instance.name}', which expects ${instance.neighbors.map(({ asn }) => asn).join(', ') || 'nobody'}: the session never comes up`,
          repair: `write ${speaker.asn} as peerASN of the neighbor of '${instance.name}'`,
        },
      ];
    if (expects && speaker.peers.length > 0)
      return [
        {
          at: speaker.at,
          also: [instance.at],
          message: `Talos' '${instance.name}' is ${instance.asn} and expects '${speaker.name}', which looks for ${speaker.peers.map(({ asn }) => asn).join(', ')}: the session never comes up`,
          repair: `write ${instance.asn} as peerASN of '${speaker.name}'`,
        },
      ];
    return [];
  });
}

function listeners({ name, port, at }: Speaker, instances: readonly TalosBgpFact[]): Breach[] {
  return instances
    .filter(({ vrf }) => vrf === undefined && port === bgpPort)
    .map((instance) => ({
      at,
      also: [instance.at],
      message: `'${name}' and Talos' '${instance.name}' both listen on port ${bgpPort} of the node, and the second can't`,
      repair: `leave out localPort, so that Cilium only calls, or write a vrf for '${instance.name}'`,
    }));
}

/** What Cilium tells Talos' speaker of, and no import of it passes on. */
function imports(
  what: string,
  range: string,
  at: Breach['at'],
  instances: readonly TalosBgpFact[],
  isIn: (prefix: NonNullable<ReturnType<typeof parseCidr>>) => boolean,
): Breach[] {
  const importing = instances.find((instance) => instance.imports.length > 0);
  if (importing === undefined) return [];
  const prefixes = instances.flatMap((instance) => instance.imports.flatMap((route) => route.prefixes));
  if (
    prefixes.some((text) => {
      const cidr = parseCidr(text);
      return cidr !== undefined && isIn(cidr);
    })
  )
    return [];
  return [
    {
      at,
      also: [importing.at],
      message: `${range} of ${what} is in none of ${prefixes.map((text) => `'${text}'`).join(', ')}, which Talos' '${importing.name}' takes over from Cilium: routers never hear of it`,
      repair: `write a prefix with it in importRoutes of '${importing.name}'`,
    },
  ];
}

function listAt(value: JsonObject | unknown, ...path: string[]) {
  const list = valueAt(value, ...path);
  return Array.isArray(list) ? list : [];
}
