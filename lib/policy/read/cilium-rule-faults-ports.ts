import type { Profile } from '../profile';
import { extendedProtocols } from '../protocol';
import { isServiceName, parseGoNumber } from './cilium-ports';
import type { PortProtocol, PortRule, Section } from './cilium-rule';
import { asksNothing } from './cilium-rule-faults-proxy';
import { mostPorts, refused } from './cilium-rule-faults-refused';
import { requestFaults } from './cilium-rule-faults-requests';
import type { Fault } from './schema';

/** Why Cilium would refuse ports with what is asked of the proxy; rules that deny ask nothing. */
export function portRuleFaults(rule: PortRule, section: Section, path: string, profile: Profile): Fault[] {
  const denies = section.endsWith('Deny');
  const ports = rule.ports ?? [];
  const dns = !denies && (rule.rules?.dns ?? []).length > 0;
  return [
    ...(ports.length > mostPorts
      ? [{ path: `${path}.ports`, message: refused(`too many ports, the max is ${mostPorts}`), repair: 'write several items' }]
      : []),
    ...ports.flatMap((port, i) => portFaults(port, `${path}.ports[${i}]`, dns, profile)),
    ...(denies ? [] : [...serverNameFaults(rule, path), ...listenerFaults(rule, section, path), ...requestFaults(rule, path)]),
  ];
}

function serverNameFaults({ serverNames, rules, terminatingTLS }: PortRule, path: string): Fault[] {
  const names = serverNames ?? [];
  const faults: Fault[] = [];
  if (names.length > 0 && !asksNothing(rules) && !terminatingTLS) {
    faults.push({
      path: `${path}.serverNames`,
      message: refused('ServerNames are not allowed with L7 rules without TLS termination'),
      repair: 'write an item of its own for the server names, or leave them out',
    });
  }
  if (names.includes('')) {
    faults.push({ path: `${path}.serverNames`, message: refused('empty server name is not allowed'), repair: 'leave it out' });
  }
  return faults;
}

function listenerFaults({ listener, rules }: PortRule, section: Section, path: string): Fault[] {
  if (!listener) return [];
  const faults: Fault[] = [];
  const at = `${path}.listener`;
  if (section === 'ingress') {
    faults.push({
      path: at,
      message: refused(`Listener is not allowed on ingress (${listener.name})`),
      repair: 'write it at the egress of the clients',
    });
  }
  if (!asksNothing(rules)) {
    faults.push({
      path: at,
      message: refused(`Listener is not allowed with L7 rules (${listener.name})`),
      repair: 'leave out the listener, or the rules',
    });
  }
  return faults;
}

function portFaults({ port, endPort, protocol }: PortProtocol, path: string, dns: boolean, profile: Profile): Fault[] {
  const text = port ?? '';
  const extended = extendedProtocols.some((name) => name === (protocol ?? '').toUpperCase());
  if (text === '') {
    if (profile.extendedProtocols) return [];
    return [{ path: `${path}.port`, message: refused('port must be specified'), repair: "write port: '0' for every port" }];
  }
  if (isServiceName(text)) return [];
  if (extended && text !== '0') {
    return [{ path: `${path}.port`, message: refused('port must be empty or 0'), repair: `write port: '0'; ${protocol} has no ports` }];
  }
  const number = parseGoNumber(text);
  if (number === undefined) {
    return [
      {
        path: `${path}.port`,
        message: refused(`unable to parse port: '${text}'`),
        repair: 'write a number from 1 to 65535, or a name of at most 15 letters, digits and dashes',
      },
    ];
  }
  if (dns && (endPort ?? 0) > number) {
    return [{ path: `${path}.endPort`, message: refused('DNS rules do not support port ranges'), repair: 'leave out endPort' }];
  }
  return [];
}
