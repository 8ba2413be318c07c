import type { Entry, PortRange, Workload } from '../../policy';
import { transportProtocols } from '../../policy/protocol';
import { leadingPorts } from '../../policy/read/service-ports';
import { calledPolicy } from '../policies/items';
import { rangeText, singlePorts } from '../policies/ports';
import { numbersIn, placeOfEntry, type Reading } from '../policies/reading';
import type { Breach } from '../rule';
import { listed, policyRule } from './policy-rule';

/** Ports in policies: those of the pods, and not of the Services in front of them. */
export const policyPortRules = [
  policyRule('POL025', (reading) =>
    ends(reading, 'egress').flatMap(({ entry, pods, client }): Breach[] =>
      singlePorts(entry).flatMap(({ protocol, port }) => {
        if (pods.some((i) => listens(reading, i, protocol, port))) return [];
        const found = pods.flatMap((i) => behind(reading, i).filter((p) => p.port === port && p.protocol === protocol))[0];
        if (found?.leadsTo === undefined || found.leadsTo === port) return [];
        if (pods.some((i) => behind(reading, i).some((p) => p.leadsTo === port && p.protocol === protocol))) return [];
        const to = listed(pods.map((i) => reading.named(i)));
        return [
          {
            at: placeOfEntry(entry),
            message: `${calledPolicy(entry.origin)}: ${port} is the port of Service '${found.service.namespace}/${found.service.name}', but policies are about the port of the pods: ${client} → ${to} ${protocol} ${found.leadsTo} is denied`,
            repair: `write port '${found.leadsTo}'`,
          },
        ];
      }),
    ),
  ),
  policyRule('POL026', (reading) => [
    ...ends(reading, 'ingress').flatMap((end) => unexposed(reading, end)),
    ...ends(reading, 'egress').flatMap((end) => unexposed(reading, end)),
  ]),
  policyRule('POL027', (reading) =>
    [...ends(reading, 'ingress'), ...ends(reading, 'egress')].flatMap(({ entry, pods, client }): Breach[] =>
      namedRanges(entry).flatMap((range) => {
        const numbers = pods.map((i) => [...new Set(portsCalled(reading, i, range))]);
        const all = [...new Set(numbers.flat())].sort((a, b) => a - b);
        const at = placeOfEntry(entry);
        const [first] = pods;
        if (all.length === 0)
          return [
            {
              at,
              message: `${calledPolicy(entry.origin)}: ${listed(pods.map((i) => reading.named(i)))} has no port '${range.name}' over ${range.protocol}, so that ${client} → ${reading.named(first as number)} ${rangeText(range)} stays denied`,
              repair: 'write the number of the port, or give it this name in the containers',
            },
          ];
        return entry.direction === 'egress' && all.length > 1
          ? [
              {
                at,
                severity: 'warning',
                message: `${calledPolicy(entry.origin)}: the port '${range.name}' is ${all.join(' at some of its pods, and ')} at others`,
                repair: 'write the number of the port',
              },
            ]
          : [];
      }),
    ),
  ),
  policyRule('POL033', (reading) => [
    ...reading.world.entries.flatMap((entry): Breach[] => {
      if (entry.verdict !== 'allow' || entry.ports === 'all') return [];
      const wide = entry.ports.find((range) => range.name === undefined && isWide(range));
      return wide?.name !== undefined || wide === undefined
        ? []
        : [
            {
              at: placeOfEntry(entry),
              message: `${calledPolicy(entry.origin)} allows ${rangeText(wide)}: ${wide.high - wide.low + 1} ports at once`,
              repair: 'write the ports that are served',
            },
          ];
    }),
    ...[...ends(reading, 'ingress'), ...ends(reading, 'egress')].flatMap((end) => anyProtocol(reading, end)),
  ]),
];

/** Whether a range has very many ports; one of all ports of its protocol says so plainly. */
function isWide({ low, high }: { readonly low: number; readonly high: number }): boolean {
  return high - low >= most && high - low < 65535;
}

/** Ports that an entry opens for every protocol, and that are served over one. */
function anyProtocol(reading: Reading, { entry, pods }: End): Breach[] {
  if (reading.isMade(entry)) return [];
  const numbers = [...new Set(singlePorts(entry).map(({ port }) => port))];
  return numbers.flatMap((port): Breach[] => {
    const opened = singlePorts(entry).filter((single) => single.port === port);
    if (new Set(opened.map(({ protocol }) => protocol)).size < transportProtocols.length) return [];
    const served = new Set(
      opened.map(({ protocol }) => protocol).filter((protocol) => pods.some((i) => listens(reading, i, protocol, port))),
    );
    const [only] = served;
    return only === undefined || served.size > 1
      ? []
      : [
          {
            at: placeOfEntry(entry),
            message: `${calledPolicy(entry.origin)} allows ${port} over every protocol, and ${listed(pods.map((i) => reading.named(i)))} has it over ${only} alone`,
            repair: `write protocol: ${only}`,
          },
        ];
  });
}

/** How many ports a range may have before it says little. */
const most = 1000;

/** An entry with the pods whose ports it is about. */
interface End {
  readonly entry: Entry;
  readonly pods: readonly number[];
  /** Who connects, in a message. */
  readonly client: string;
}

const known = new WeakMap<Reading, Readonly<Record<'ingress' | 'egress', readonly End[]>>>();

/**
 * Entries that name ports, with the pods that are connected to: whom they are about, or the other ends by labels. Where pods may be
 * meant of which no file tells, nothing is known of ports.
 */
function ends(reading: Reading, direction: 'ingress' | 'egress'): readonly End[] {
  const all = known.get(reading) ?? { ingress: endsOf(reading, 'ingress'), egress: endsOf(reading, 'egress') };
  known.set(reading, all);
  return all[direction];
}

function endsOf(reading: Reading, direction: 'ingress' | 'egress'): End[] {
  return reading.world.entries.flatMap((entry) => {
    if (entry.direction !== direction || entry.ports === 'all' || entry.verdict !== 'allow' || entry.node) return [];
    const isByLabels =
      entry.peers.length > 0 && entry.peers.every(({ kind, requirements }) => kind === 'labels' && requirements.length > 0);
    if (direction === 'egress' && !isByLabels) return [];
    const meant = numbersIn(direction === 'ingress' ? reading.subjects(entry).possible : reading.peers(entry));
    const kinds = new Set(meant.map((i) => reading.world.identities[i]?.kind));
    if (kinds.size !== 1 || !kinds.has('pods')) return [];
    const [client] = direction === 'egress' ? reading.podsIn(reading.subjects(entry).certain) : [];
    return [
      { entry, pods: meant, client: direction === 'ingress' ? 'anybody' : client === undefined ? 'its pods' : reading.named(client) },
    ];
  });
}

function unexposed(reading: Reading, { entry, pods }: End): Breach[] {
  if (reading.isMade(entry)) return [];
  const workloads = pods.flatMap((i) => reading.workloadsOf(i));
  if (workloads.some(({ ports }) => ports.length === 0)) return [];
  return singlePorts(entry).flatMap(({ protocol, port }) => {
    if (pods.some((i) => listens(reading, i, protocol, port))) return [];
    const written = (entry.ports as readonly PortRange[]).filter(
      (range) => range.name === undefined && range.low === port && range.high === port,
    );
    const isOther = written.some((range) => range.protocol !== protocol && pods.some((i) => listens(reading, i, range.protocol, port)));
    const isAny = written.length > 1 && written[0]?.protocol !== protocol;
    if (isOther || isAny) return [];
    if (pods.some((i) => behind(reading, i).some((p) => p.protocol === protocol && (p.port === port || p.leadsTo === port)))) return [];
    const theirs = [...new Set(workloads.flatMap((w) => w.ports.map((p) => `${p.protocol} ${p.port}`)))];
    return [
      {
        at: placeOfEntry(entry),
        message: `${calledPolicy(entry.origin)}: no container of ${listed(pods.map((i) => reading.named(i)))} has a port ${protocol} ${port}`,
        repair: `write one of ${theirs.slice(0, 5).join(', ')}`,
      },
    ];
  });
}

function namedRanges({ ports }: Entry): PortRange[] {
  return ports === 'all' ? [] : [...new Map(ports.filter(({ name }) => name !== undefined).map((range) => [range.key, range])).values()];
}

function portsCalled(reading: Reading, i: number, { name, key }: PortRange): number[] {
  const ports = reading.world.identities[i]?.ports ?? [];
  return ports.filter((port) => port.name === (name ?? key)).map(({ port }) => port);
}

function listens(reading: Reading, i: number, protocol: string, port: number): boolean {
  return reading.workloadsOf(i).some(({ ports }) => ports.some((p) => p.protocol === protocol && p.port === port));
}

const services = new WeakMap<Workload, ReturnType<typeof leadingPorts>>();

function behind(reading: Reading, i: number): ReturnType<typeof leadingPorts> {
  return reading.workloadsOf(i).flatMap((workload) => {
    const ports = services.get(workload) ?? leadingPorts(workload, reading.world.services);
    services.set(workload, ports);
    return ports;
  });
}
