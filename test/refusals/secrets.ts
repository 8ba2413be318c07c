import { secretRef, statefulSet } from 'ichor';
import { apps, small } from './support/definitions';
import { found, type Refusal } from './support/refusal';

const dbWith = (options: object) => small({ workloads: [statefulSet(apps, 'db', { image: 'postgres:17.6', ...options })] });
const script = 'a$(touch x)';
const fault = 'must consist of lower-case letters, digits, - and ., and begin and end with a letter or digit';
const repair = 'write what the Secret in the cluster has';

/** Names of Secrets, which go into scripts and objects as they stand. */
export const secrets: readonly Refusal[] = [
  {
    title: 'a name that a shell would carry out',
    given: dbWith({ envFrom: [secretRef(script)] }),
    finds: [found('NAM001', 'workloads.apps/db.envFrom[0].name', `the name of a Secret '${script}' ${fault}`, repair)],
    twin: dbWith({ envFrom: [secretRef('a')] }),
  },
  {
    title: 'a key that none can have, of such a name',
    given: dbWith({ env: { A: secretRef(script, 'a b') } }),
    finds: [
      found('NAM001', 'workloads.apps/db.env.A.key', "the key of a Secret 'a b' must be at most 253 letters, digits, -, . and _", repair),
      found('NAM001', 'workloads.apps/db.env.A.name', `the name of a Secret '${script}' ${fault}`, repair),
    ],
    twin: dbWith({ env: { A: secretRef('a.b', 'A_b.c-1') } }),
  },
];
