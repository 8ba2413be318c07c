import { parseVersion } from '../../base';
import type { HttpRule, L7, L7Kind } from '../l7';
import type { FlowModel } from '../model';
import type { Context } from './context';
import { dnsNameFault, serverNameFault } from './name-pattern';
import { regularExpressionFault } from './regular-expression';

type Port = FlowModel['ports'][number];

/** The limits of each kind, as findings call them. */
export const l7Names: Readonly<Record<L7Kind, string>> = { http: 'HTTP rules', dns: 'DNS names', 'server-names': 'server names' };

const helpers: Readonly<Record<L7Kind, string>> = { http: '.http(…)', dns: '.dns(…)', 'server-names': '.serverNames(…)' };

/** Protocols that each kind is spoken over; Cilium would refuse others, or never find in them what it looks for. */
const protocols: Readonly<Record<L7Kind, readonly string[]>> = { http: ['TCP'], dns: ['TCP', 'UDP'], 'server-names': ['TCP'] };

/**
 * What may pass through a target port: everything that its limits say, of one kind together. `target` is how findings call
 * the port.
 */
export function resolveL7(context: Context, limits: readonly L7[], port: Port, target: string, path: string): L7 | undefined {
  for (const limit of limits) checkLimit(context, limit, port, target, path);
  const [first, ...rest] = limits;
  const other = rest.find(({ kind }) => kind !== first?.kind);
  if (first === undefined) return undefined;
  if (other !== undefined) {
    context.add(
      'FLO014',
      path,
      `${l7Names[first.kind]} and ${l7Names[other.kind]} limit '${target}', and a port takes limits of one kind`,
      {
        repair: `leave out ${helpers[first.kind]} or ${helpers[other.kind]}`,
      },
    );
  }
  const alike = limits.filter(({ kind }) => kind === first.kind);
  return first.kind === 'http'
    ? { kind: 'http', rules: alike.flatMap((limit) => (limit.kind === 'http' ? limit.rules : [])) }
    : { kind: first.kind, names: alike.flatMap((limit) => (limit.kind === 'http' ? [] : limit.names)) };
}

function checkLimit(context: Context, limit: L7, port: Port, target: string, path: string): void {
  const { kind } = limit;
  if (!protocols[kind].includes(port.protocol)) {
    context.add('FLO013', path, `${l7Names[kind]} can't limit '${target}', which is ${port.protocol}`, {
      repair: `leave out ${helpers[kind]}, or name a port that is ${protocols[kind].join(' or ')}`,
    });
  }
  const items = kind === 'http' ? limit.rules : limit.names;
  if (items.length === 0) {
    context.add('FLO017', path, `${helpers[kind]} at '${target}' says nothing that may pass, and Cilium would let everything pass`, {
      repair: kind === 'http' ? "write .http({ method: 'GET' })" : `write ${helpers[kind].replace('…', "'api.example.com'")}`,
    });
  }
  if (limit.kind === 'http') for (const rule of limit.rules) checkRule(context, rule, target, path);
  else for (const name of limit.names) checkName(context, limit.kind, name, path);
}

function checkRule(context: Context, rule: HttpRule, target: string, path: string): void {
  const said = (['method', 'path', 'host'] as const).flatMap((field) => (rule[field] === undefined ? [] : [[field, rule[field]] as const]));
  const { headers = [] } = rule;
  if (said.length === 0 && headers.length === 0) {
    context.add('FLO017', path, `a rule without fields lets every request to '${target}' pass`, {
      repair: "write method, path, host or headers, or { path: '.*' } if that is meant",
    });
  }
  for (const [field, expression] of said) {
    if (expression === '') {
      context.add('FLO017', path, `the ${field} of a rule for '${target}' is empty, which Cilium takes for any`, {
        repair: `leave out ${field}, or write '.*'`,
      });
      continue;
    }
    const fault = regularExpressionFault(expression);
    if (fault !== undefined) {
      context.add('FLO015', path, `the ${field} '${expression}' is no regular expression as Envoy reads them: ${fault}`, {
        repair: 'write it in the dialect of RE2, which has neither look-around nor back-references',
      });
    }
  }
  for (const header of headers) {
    if (/^[\w!#$%&'*+.^`|~-]+:?( .*)?$/.test(header)) continue;
    context.add('FLO016', path, `'${header}' names no header`, { repair: "write it as 'X-Token', or with its value as 'X-Token: secret'" });
  }
}

function checkName(context: Context, kind: 'dns' | 'server-names', name: string, path: string): void {
  const fault = kind === 'dns' ? dnsNameFault(name) : serverNameFault(name, ciliumMinor(context));
  if (fault === undefined) return;
  context.add('FLO016', path, name === '' ? `an empty name among the ${l7Names[kind]}` : `'${name}' ${fault}`, {
    repair: "write it as 'api.example.com' or '*.example.com'",
  });
}

function ciliumMinor({ definition: { network } }: Context): string | undefined {
  return network.kind === 'cilium' ? parseVersion(network.options.version)?.minor : undefined;
}
