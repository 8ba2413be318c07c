import { isObject } from '../../base';
import type { RoleAddresses } from '../peers';
import { type Check, callable, choice, list, made, members, number, optional, options, type Report, text } from './check';
import { l7 } from './l7';
import { constructOptions, namespaceOptions, podsOptions, workloadOptions } from './workload';

const roleAddresses = options<RoleAddresses>({ in: optional(text), out: optional(text) });

/** A peer outside, by the part that it plays. */
export const role = made({ role: 'outside(name)' }, { role: members({ name: text, addresses: optionalMember(roleAddresses) }) });

/** A namespace with its options. */
export const namespaceValue = made({ namespace: 'namespace(…)' }, { namespace: members({ name: text, options: namespaceOptions }) });

const named = members({ namespace: made({ namespace: 'namespace(…)' }, { namespace: members({ name: text }) }), name: text });

/** A workload where it is only referred to: what its options say is looked at where the cluster lists it. */
const reference = once(named);
const pods = once(members({ namespace: namespaceValue, name: text, options: podsOptions }));

/** A workload that the cluster lists, with all of its options. */
export const listedWorkload = made(
  { workload: 'a workload, e.g. statefulSet(…)', construct: 'construct(…)' },
  {
    workload: once((value, path, report) => {
      const here = endpointPath(value, path);
      const { controller, options: given } = value as { controller?: unknown; options?: unknown };
      members({ namespace: namespaceValue, name: text, controller: choice(Object.keys(workloadOptions)) })(value, here, report);
      if (typeof controller === 'string' && Object.hasOwn(workloadOptions, controller))
        workloadOptions[controller as keyof typeof workloadOptions](given, here, report);
    }),
    construct: once((value, path, report) => {
      members({ namespace: namespaceValue, name: text, options: constructOptions, recipe: callable })(
        value,
        endpointPath(value, path),
        report,
      );
    }),
  },
);

/** The path by which findings name a workload: its key where it has one. */
function endpointPath(value: unknown, path: string): string {
  const { namespace: ns, name } = value as { namespace?: unknown; name?: unknown };
  return isObject(ns) && typeof ns.name === 'string' && typeof name === 'string' ? `workloads.${ns.name}/${name}` : path;
}

/** A port of a workload, with what may pass through it. */
export const port = made(
  { port: 'a port of a workload, e.g. redis.port(…)' },
  {
    port: members({
      of: made({ workload: 'a workload', construct: 'construct(…)', pods: 'pods(…)' }, { workload: reference, construct: reference, pods }),
      handle: text,
      l7,
    }),
  },
);

/** Peers outside of the cluster, by their kinds. */
export const outsidePeers = {
  role: members({ name: text, addresses: optionalMember(roleAddresses) }),
  entity: members({ entity: text }),
  addresses: members({ cidr: text, except: list(text) }),
  'host-name': members({ name: text }),
};

const outsideHelpers = { role: 'outside(…)', entity: 'entity(…)', addresses: 'addresses(…)', 'host-name': 'hostName(…)' };

const flowEnd = made(
  {
    workload: 'a workload',
    port: 'a port of one',
    pods: 'pods(…)',
    construct: 'construct(…)',
    namespace: 'a namespace',
    ...outsideHelpers,
    'outside-port': 'a port of one of these',
  },
  {
    workload: reference,
    construct: reference,
    pods,
    port,
    namespace: namespaceValue,
    ...outsidePeers,
    'outside-port': members({ of: made(outsideHelpers, outsidePeers), port: number, protocol: choice(['TCP', 'UDP', 'SCTP']), l7 }),
  },
);

/** A flow, whose ends are of any kind: which kind can be which end is said later, as FLO007. */
export const flow = made({ flow: 'allow(from, to)' }, { flow: members({ from: list(flowEnd), to: list(flowEnd) }) });

/** Where a role is. */
export const roleBinding = made(
  { 'role-binding': 'bind(role, { in, out })' },
  {
    'role-binding': (value, path, report) => {
      const { role: bound, addresses } = value as { role?: unknown; addresses?: unknown };
      role(bound, path, report);
      roleAddresses(addresses, path, report);
    },
  },
);

/** The same value is looked at once, however often a definition names it. */
function once(check: Check): Check {
  return (value, path, report: Report) => {
    if (report.isNew(value as object)) check(value, path, report);
  };
}

/** A member that a value of its kind may lack. */
function optionalMember(check: Check): Check {
  return (value, path, report) => {
    if (value !== undefined) check(value, path, report);
  };
}
