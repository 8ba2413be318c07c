import { statefulSet } from 'ichor';
import { apps, network, platform, small } from './support/definitions';
import { found, type Refusal } from './support/refusal';

const sized = (resources: object) => [statefulSet(apps, 'db', { image: 'postgres:17.6', ports: { sql: 5432 }, resources } as never)];

/** Memory and CPU: of one workload, and of all against the platform. */
export const resources: readonly Refusal[] = [
  {
    title: 'memory in the units of Docker',
    given: small({ workloads: sized({ requests: { memory: '256MB' } }) }),
    finds: [found('WRK006', 'workloads.apps/db.resources.requests.memory', "'256MB' is not a Kubernetes quantity", "write '256M'")],
    twin: small({ workloads: sized({ requests: { memory: '256M' } }) }),
  },
  {
    title: 'CPU in words',
    given: small({ workloads: sized({ limits: { cpu: '2 cores' } }) }),
    finds: [
      found('WRK006', 'workloads.apps/db.resources.limits.cpu', "'2 cores' is not a Kubernetes quantity", "write it as '250m' or '2'"),
    ],
    twin: small({ workloads: sized({ limits: { cpu: '2' } }) }),
  },
  {
    title: 'a request above its limit',
    given: small({ workloads: sized({ requests: { memory: '1Gi', cpu: '500m' }, limits: { memory: '512Mi', cpu: '1' } }) }),
    finds: [
      found(
        'WRK009',
        'workloads.apps/db.resources.requests.memory',
        "the request '1Gi' is above the limit '512Mi'",
        'write at most the limit',
        ['workloads.apps/db.resources.limits.memory'],
      ),
    ],
    twin: small({ workloads: sized({ requests: { memory: '512Mi', cpu: '500m' }, limits: { memory: '512Mi', cpu: '500m' } }) }),
  },
  {
    title: "the agent's request above its limit",
    given: small({ network: network({ resources: { requests: { memory: '1Gi' }, limits: { memory: '512Mi' } } }) }),
    finds: [
      found('WRK009', 'network.resources.requests.memory', "the request '1Gi' is above the limit '512Mi'", 'write at most the limit', [
        'network.resources.limits.memory',
      ]),
    ],
    twin: small({ network: network({ resources: { requests: { memory: '512Mi' }, limits: { memory: '512Mi' } } }) }),
  },
  {
    title: 'more asked for than the node has',
    given: small({ workloads: sized({ requests: { memory: '3Gi' } }) }),
    finds: [
      found(
        'RES001',
        'platform.memory',
        'pods and system ask for 5 388 MiB, and a node has 4 096 MiB: some would stay Pending',
        "write at least '6GiB', or ask for less",
      ),
    ],
    twin: small({ workloads: sized({ requests: { memory: '1Gi' } }) }),
  },
  {
    title: 'more allowed than the node has',
    given: small({ workloads: sized({ requests: { memory: '256Mi' }, limits: { memory: '4Gi' } }) }),
    finds: [
      found(
        'RES002',
        'platform.memory',
        'pods may use 4 436 MiB together, and a node has 4 096 MiB: under load the kernel would kill some',
        'write lower limits or more memory',
      ),
    ],
    twin: small({ workloads: sized({ requests: { memory: '256Mi' }, limits: { memory: '1Gi' } }) }),
  },
  {
    title: 'a platform too small for what runs before any workload',
    given: small({ workloads: [], platform: platform({ memory: '2GiB' }), network: network({ hubble: { ui: true } }) }),
    finds: [
      found(
        'RES001',
        'platform.memory',
        'pods and system ask for 2 444 MiB, and a node has 2 048 MiB: some would stay Pending',
        "write at least '3GiB', or ask for less",
      ),
    ],
    twin: small({ workloads: [], platform: platform({ memory: '3GiB' }), network: network({ hubble: { ui: true } }) }),
  },
];
