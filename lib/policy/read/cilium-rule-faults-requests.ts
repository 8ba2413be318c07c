import { parseGoNumber } from './cilium-ports';
import type { HttpSpec, PortRule } from './cilium-rule';
import { dnsFaults } from './cilium-rule-faults-names';
import { asksNothing } from './cilium-rule-faults-proxy';
import { refused } from './cilium-rule-faults-refused';
import { isGoRegexp } from './cilium-rule-faults-regexp';
import type { Fault } from './schema';

/** Why Cilium would refuse what the ports of a rule ask of requests and names. */
export function requestFaults({ ports: given, rules }: PortRule, path: string): Fault[] {
  if (asksNothing(rules)) return [];
  const ports = given ?? [];
  const faults: Fault[] = [];
  if ((rules?.dns ?? []).length === 0) {
    for (const [i, { protocol }] of ports.entries()) {
      const upper = (protocol || 'ANY').toUpperCase();
      if (upper === 'TCP') continue;
      faults.push({
        path: `${path}.ports[${i}].protocol`,
        message: refused(`L7 rules can only apply to TCP (not ${upper}) except for DNS rules`),
        repair: "write protocol: 'TCP'",
      });
    }
  }
  if (ports.some(({ port }) => parseGoNumber(port ?? '') === 0)) {
    faults.push({
      path: `${path}.ports`,
      message: refused('L7 rules can not be used when a port is 0'),
      repair: 'write the numbers of the ports',
    });
  }
  if (rules?.http && rules.dns) {
    faults.push({
      path: `${path}.rules`,
      message: refused('multiple L7 protocol rule types specified in single rule'),
      repair: 'write an item of its own for each',
    });
  }
  if (rules?.dns && ports.length === 0) {
    faults.push({
      path: `${path}.ports`,
      message: refused('port 53 must be specified for DNS rules'),
      repair: "write ports: [{ port: '53', protocol: 'ANY' }]",
    });
  }
  return [
    ...faults,
    ...(rules?.http ?? []).flatMap((request, i) => httpFaults(request, `${path}.rules.http[${i}]`)),
    ...(rules?.dns ?? []).flatMap((name, i) => dnsFaults(name, `${path}.rules.dns[${i}]`)),
  ];
}

function httpFaults(request: HttpSpec, path: string): Fault[] {
  const patterns = (['path', 'method'] as const).flatMap((field): Fault[] => {
    const pattern = request[field];
    if (!pattern || isGoRegexp(pattern)) return [];
    return [
      {
        path: `${path}.${field}`,
        message: refused(`error parsing regexp: '${pattern}'`),
        repair: 'write a regular expression of RE2',
      },
    ];
  });
  const headers = (request.headerMatches ?? []).flatMap(({ name, secret }, n): Fault[] => {
    const at = `${path}.headerMatches[${n}]`;
    return [
      ...(name === '' ? [{ path: `${at}.name`, message: refused('Header name missing'), repair: 'write the name of the header' }] : []),
      ...(secret?.name === ''
        ? [{ path: `${at}.secret.name`, message: refused('Secret name missing'), repair: 'write the name of the Secret' }]
        : []),
    ];
  });
  return [...patterns, ...headers];
}
