import type { Entry, PortRange } from '../../policy';
import { calledPolicy } from '../policies/items';
import { isUnlimited, takesEveryName } from '../policies/limits';
import { rangeText } from '../policies/ports';
import { isDisjoint, numbersIn, placeIn, placeOfEntry, type Reading } from '../policies/reading';
import type { Breach } from '../rule';
import { policyRule, reachRule } from './policy-rule';

/** What of requests is limited, and whether the limit takes effect. */
export const policyRequestRules = [
  reachRule('POL020', (reading) => {
    const found = new Map<string, Breach>();
    for (const entry of limiting(reading)) {
      const subjects = numbersIn(reading.subjects(entry).certain);
      const peers = reading.peers(entry);
      for (const range of entry.ports as readonly PortRange[]) {
        if (isUnlimited(range) || takesEveryName(range)) continue;
        for (const i of subjects.slice(0, mostSubjects)) {
          const open = reading
            .about(i, entry.direction)
            .find(
              (other) => other !== entry && other.verdict === 'allow' && opens(other, range) && !isDisjoint(peers, reading.peers(other)),
            );
          if (open === undefined) continue;
          const peer = numbersIn(peers).find((n) => numbersIn(reading.peers(open)).includes(n)) as number;
          const [from, to] = entry.direction === 'egress' ? [i, peer] : [peer, i];
          found.set(`${calledPolicy(entry.origin)} ${entry.origin.path}`, {
            at: placeOfEntry(entry),
            message: `${calledPolicy(entry.origin)}: the limit takes no effect, since ${calledPolicy(open.origin)} lets everything pass: ${reading.named(from)} → ${reading.named(to)} ${rangeText(range)} isn't looked at`,
            repair: 'limit it there as well, or leave that rule out',
            also: [placeOfEntry(open)],
          });
          break;
        }
      }
    }
    return [...found.values()];
  }),
  policyRule('POL028', (reading) =>
    reading.items.flatMap(({ policy, item, path }) =>
      (item.toPorts ?? []).flatMap(({ ports, rules, terminatingTLS }, i): Breach[] => {
        if ((rules?.http ?? []).length === 0 || terminatingTLS) return [];
        return (ports ?? []).flatMap(({ port }, n) => {
          const spoken = otherThanHttp[String(port)];
          return spoken === undefined
            ? []
            : [
                {
                  at: placeIn(policy, `${path}.toPorts[${i}].ports[${n}]`),
                  message: `${policy.called}: port ${port} speaks ${spoken}, in which the proxy sees no HTTP requests, and refuses everything`,
                  repair: 'write the port that speaks HTTP, or leave out rules.http',
                },
              ];
        });
      }),
    ),
  ),
  policyRule('POL029', (reading) =>
    reading.items.flatMap(({ policy, item, path }) =>
      (item.toPorts ?? []).flatMap(({ rules }, i) =>
        (rules?.http ?? []).flatMap(({ path: wanted, host }, n): Breach[] => {
          const at = (field: string) => placeIn(policy, `${path}.toPorts[${i}].rules.http[${n}].${field}`);
          const wrongPath = wanted && !/^[/^.*([\\]/.test(wanted);
          const wrongHost =
            host &&
            /[^\\.]\.[a-z]/i.test(
              host
                .replace(/\\\./g, '-')
                .replace(/\[\.\]/g, '-')
                .replace(/\.[*+?]/g, '-'),
            );
          const fields = { path: wanted, host } as const;
          const anchored = (['path', 'host'] as const).filter((field) => isAnchoredInside(fields[field] ?? ''));
          return [
            ...anchored.map((field) => ({
              at: at(field),
              message: `${policy.called}: the whole ${field} is compared, so that nothing fits what stands before ^ or behind $ in '${fields[field]}'`,
              repair: `write '${fields[field]?.replace(/(?<!\\)[\^$]/g, '')}'`,
            })),
            ...(wanted && !wrongPath && anchored.length === 0 && !reading.isMade({ origin: { ...policy, path } }) && isWithoutQuery(wanted)
              ? [
                  {
                    at: at('path'),
                    severity: 'info' as const,
                    message: `${policy.called}: the path is compared with its query, so that '${example(wanted)}?page=2' is denied`,
                    repair: `write '${wanted.replace(/\$$/, '')}(\\?.*)?', if queries are to pass`,
                  },
                ]
              : []),
            ...(wrongPath
              ? [
                  {
                    at: at('path'),
                    message: `${policy.called}: no path begins as '${wanted}' does, so that no request fits`,
                    repair: `write '/${wanted}'`,
                  },
                ]
              : []),
            ...(wrongHost
              ? [
                  {
                    at: at('host'),
                    message: `${policy.called}: in '${host}' a dot stands for any character, so that other hosts fit as well`,
                    repair: `write '${host.replace(/(?<!\\)\.(?![*+?])/g, '\\.')}'`,
                  },
                ]
              : []),
          ];
        }),
      ),
    ),
  ),
];

/** Whether an expression asks for a beginning or an end where there is none. */
function isAnchoredInside(expression: string): boolean {
  const plain = expression.replace(/\\./g, 'x').replace(/\[\^?\]?[^\]]*\]/g, 'x');
  return /[^(|^]\^/.test(plain) || /\$[^)|$]/.test(plain);
}

/** Whether an expression for a path is plain at its end, and has no place for a query. */
function isWithoutQuery(expression: string): boolean {
  return /[\w/-]\$?$/.test(expression) && !/\?|\.\*|\.\+/.test(expression);
}

/** A path that the expression takes, where it is plain. */
function example(expression: string): string {
  const path = expression.replace(/^\^|\$$/g, '');
  return /^[\w/.-]*$/.test(path) ? path : '/…';
}

/** Of how many pods it is looked for somebody who isn't limited. */
const mostSubjects = 50;

/** Ports on which something else than HTTP is usual. */
const otherThanHttp: Readonly<Record<string, string>> = {
  22: 'SSH',
  25: 'SMTP',
  53: 'DNS',
  443: 'TLS',
  1883: 'MQTT',
  2379: 'TLS',
  3306: "MySQL's protocol",
  5432: "PostgreSQL's protocol",
  5672: 'AMQP',
  6379: "Redis' protocol",
  6443: 'TLS',
  8443: 'TLS',
  9092: "Kafka's protocol",
  27017: "MongoDB's protocol",
};

function limiting(reading: Reading): Entry[] {
  return reading.world.entries.filter(
    ({ verdict, ports, defaultDeny, origin }) =>
      !reading.isMade({ origin }) && verdict === 'allow' && defaultDeny && ports !== 'all' && ports.some((range) => !isUnlimited(range)),
  );
}

/** Whether an entry lets everything pass at the port. */
function opens({ ports }: Entry, wanted: PortRange): boolean {
  if (ports === 'all') return true;
  return ports.some((range) => {
    if (range.protocol !== wanted.protocol || !isUnlimited(range)) return false;
    if (range.name !== undefined || wanted.name !== undefined) return range.key === wanted.key;
    return range.low <= wanted.low && wanted.high <= range.high;
  });
}
