import { accept, statefulSet } from 'ichor';
import { apps, network, small } from './support/definitions';
import { found, type Refusal } from './support/refusal';

const moving = [statefulSet(apps, 'db', { image: 'postgres:latest', ports: { sql: 5432 } })];

const masqueraded = network({ values: { bpf: { masquerade: false } } });

/** Findings that are known and accepted. */
export const acceptances: readonly Refusal[] = [
  {
    title: 'of something that is not there',
    given: small({ accept: [accept('IMG003', 'workloads.apps/db.image', 'built here')] }),
    finds: [found('ACC001', 'accept[0]', "nothing is found as IMG003 at 'workloads.apps/db.image'", 'leave the acceptance out')],
    twin: small({ workloads: moving, accept: [accept('IMG003', 'workloads.apps/db.image', 'built here')] }),
  },
  {
    title: 'at a path that only begins alike',
    given: small({ workloads: moving, accept: [accept('IMG003', 'workloads.apps/d', 'built here')] }),
    finds: [
      found('ACC001', 'accept[0]', "nothing is found as IMG003 at 'workloads.apps/d'", 'leave the acceptance out'),
      found('IMG003', 'workloads.apps/db.image', "'postgres:latest' changes under its name", 'write the tag of a release'),
    ],
    twin: small({ workloads: moving, accept: [accept('IMG003', 'workloads.apps/db', 'built here')] }),
  },
  {
    title: 'of another id',
    given: small({ workloads: moving, accept: [accept('IMG001', 'workloads', 'built here')] }),
    finds: [
      found('ACC001', 'accept[0]', "nothing is found as IMG001 at 'workloads'", 'leave the acceptance out'),
      found('IMG003', 'workloads.apps/db.image', "'postgres:latest' changes under its name", 'write the tag of a release'),
    ],
    twin: small({ workloads: moving, accept: [accept('IMG003', 'workloads', 'built here')] }),
  },
  {
    title: 'of an error',
    given: small({
      workloads: [statefulSet(apps, 'db', { image: 'postgres', ports: { sql: 5432 } })],
      accept: [accept('IMG001', 'workloads.apps/db.image', 'the newest is good')],
    }),
    finds: [
      found('ACC002', 'accept[0]', "IMG001 at 'workloads.apps/db.image' is an error, which can't be accepted", 'mend it'),
      found(
        'IMG001',
        'workloads.apps/db.image',
        "'postgres' has neither tag nor digest: what runs would depend on the day of the pull",
        "write 'postgres:<tag>'",
      ),
    ],
    twin: small({ workloads: moving, accept: [accept('IMG003', 'workloads.apps/db.image', 'the newest is good')] }),
  },
  {
    title: 'without a reason',
    given: small({ workloads: moving, accept: [accept('IMG003', 'workloads.apps/db.image', '  ')] }),
    finds: [
      found('ACC003', 'accept[0]', "the acceptance of IMG003 at 'workloads.apps/db.image' gives no reason", 'write why it is all right'),
      found('IMG003', 'workloads.apps/db.image', "'postgres:latest' changes under its name", 'write the tag of a release'),
    ],
    twin: small({ workloads: moving, accept: [accept('IMG003', 'workloads.apps/db.image', 'built here')] }),
  },
  {
    title: 'of what the Helm values break, at another value',
    given: small({ network: masqueraded, accept: [accept('INV014', 'network.values.ipam', 'one node alone')] }),
    finds: [
      found('ACC001', 'accept[0]', "nothing is found as INV014 at 'network.values.ipam'", 'leave the acceptance out'),
      found(
        'INV014',
        'network.values.bpf.masquerade',
        'iptables would choose source ports that can collide with node ports',
        'write masquerade: true',
      ),
    ],
    twin: small({ network: masqueraded, accept: [accept('INV014', 'network', 'one node alone')] }),
  },
];
