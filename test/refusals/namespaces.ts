import { allow, namespace, pods, statefulSet } from 'ichor';
import { small } from './support/definitions';
import { found, type Refusal } from './support/refusal';

const dbIn = (ns: ReturnType<typeof namespace>) => statefulSet(ns, 'db', { image: 'postgres:17.6', ports: { sql: 5432 } });
const webIn = (ns: ReturnType<typeof namespace>) => statefulSet(ns, 'web', { image: 'nginx:1.29.1', ports: { http: 8080 } });
const crawler = pods(namespace('apps'), 'crawler', { labels: { app: 'crawler' } });

/** Namespaces and what they close. */
export const namespaces: readonly Refusal[] = [
  {
    title: 'a namespace in two variants',
    given: small({ workloads: [dbIn(namespace('apps')), webIn(namespace('apps', { podSecurity: 'baseline' }))] }),
    finds: [
      found(
        'NSP001',
        'workloads.apps/web.namespace',
        "namespace 'apps' stands here with other options than at workloads.apps/db.namespace",
        'use one value for both',
        ['workloads.apps/db.namespace'],
      ),
    ],
    twin: small({
      workloads: [dbIn(namespace('apps', { podSecurity: 'baseline' })), webIn(namespace('apps', { podSecurity: 'baseline' }))],
    }),
  },
  {
    title: 'a namespace that stands among the namespaces with other options',
    given: small({ namespaces: [namespace('apps', { closed: true })], workloads: [dbIn(namespace('apps'))] }),
    finds: [
      found(
        'NSP001',
        'workloads.apps/db.namespace',
        "namespace 'apps' stands here with other options than at namespaces[0]",
        'use one value for both',
        ['namespaces[0]'],
      ),
      found(
        'NSP002',
        'namespaces[0]',
        "namespace 'apps' is closed: this also cuts off every pod in it that this definition doesn't name",
        'name them with pods(…, { close: true }) and allow their flows, or leave out closed: true',
      ),
    ],
    twin: small({ namespaces: [namespace('spare')], workloads: [dbIn(namespace('apps'))] }),
  },
  {
    title: 'a name with a dot',
    given: small({ workloads: [dbIn(namespace('apps.internal'))] }),
    finds: [
      found(
        'NAM001',
        'workloads.apps.internal/db.namespace',
        "'apps.internal' must consist of lower-case letters, digits and -, and begin and end with a letter or digit",
        'write another name',
      ),
    ],
    twin: small({ workloads: [dbIn(namespace('apps-internal'))] }),
  },
  {
    title: 'a label value over its limit',
    given: small({ workloads: [dbIn(namespace('apps', { labels: { owner: 'a'.repeat(64) } }))] }),
    finds: [
      found(
        'NAM003',
        'workloads.apps/db.namespace.labels.owner',
        "label value 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' must be at most 63 letters, digits, -, _ and ., and begin and end with a letter or digit",
        'write another value',
      ),
    ],
    twin: small({ workloads: [dbIn(namespace('apps', { labels: { owner: 'a'.repeat(63) } }))] }),
  },
  {
    title: 'a label key with two slashes',
    given: small({ workloads: [dbIn(namespace('apps', { labels: { 'example.com/team/owner': 'us' } }))] }),
    finds: [
      found(
        'NAM003',
        'workloads.apps/db.namespace.labels.example.com/team/owner',
        "label key 'example.com/team/owner' has a prefix that is not a DNS subdomain",
        'write another key',
      ),
    ],
    twin: small({ workloads: [dbIn(namespace('apps', { labels: { 'example.com/owner': 'us' } }))] }),
  },
  {
    title: 'a closed namespace, in which pods of others stay open',
    given: small({ workloads: [dbIn(namespace('apps', { closed: true }))], flows: [allow(crawler, dbIn(namespace('apps')))] }),
    finds: [
      found(
        'POL017',
        'flows[0]',
        "'apps/crawler' doesn't reach 'apps/db' on TCP 5432, which is declared: CiliumNetworkPolicy 'apps/closed-namespace' isolates 'apps/crawler', and no rule allows it",
        'allow it in a policy there, or leave out the flow',
        ['workloads.apps/db.namespace'],
      ),
      found(
        'NSP002',
        'workloads.apps/db.namespace',
        "namespace 'apps' is closed: this also cuts off 'apps/crawler' and every pod in it that this definition doesn't name",
        'name them with pods(…, { close: true }) and allow their flows, or leave out closed: true',
      ),
    ],
    twin: small({ workloads: [dbIn(namespace('apps'))], flows: [allow(crawler, dbIn(namespace('apps')))] }),
  },
  {
    title: 'a closed namespace with nobody else that is known',
    given: small({ workloads: [dbIn(namespace('apps', { closed: true, policies: 'observe' }))] }),
    finds: [
      found(
        'NSP002',
        'workloads.apps/db.namespace',
        "namespace 'apps' is closed: this also cuts off every pod in it that this definition doesn't name",
        'name them with pods(…, { close: true }) and allow their flows, or leave out closed: true',
      ),
    ],
    twin: small({ workloads: [dbIn(namespace('apps', { closed: true, policies: 'off' }))] }),
  },
  {
    title: 'a folder of the node in a namespace that is not privileged',
    given: small({
      workloads: [
        statefulSet(namespace('apps', { podSecurity: 'baseline' }), 'db', {
          image: 'postgres:17.6',
          volumes: { host: { mountPath: '/host', source: { hostPath: { path: '/var/lib' } } } },
        }),
      ],
    }),
    finds: [
      found(
        'INV087',
        'workloads.apps/db',
        "'apps/db' mounts a folder of the node, which Pod Security allows in privileged namespaces only",
        "write namespace('apps', { podSecurity: 'privileged' })",
      ),
    ],
    twin: small({
      workloads: [
        statefulSet(namespace('apps', { podSecurity: 'privileged' }), 'db', {
          image: 'postgres:17.6',
          volumes: { host: { mountPath: '/host', source: { hostPath: { path: '/var/lib' } } } },
        }),
      ],
    }),
  },
  {
    title: 'a folder of the node in a namespace without a level',
    given: small({
      workloads: [
        statefulSet(namespace('apps'), 'db', {
          image: 'postgres:17.6',
          volumes: { host: { mountPath: '/host', source: { hostPath: { path: '/var/lib' } } } },
        }),
      ],
    }),
    finds: [
      found(
        'INV087',
        'workloads.apps/db',
        "'apps/db' mounts a folder of the node, which Pod Security allows in privileged namespaces only",
        "write namespace('apps', { podSecurity: 'privileged' })",
      ),
    ],
    twin: small({
      workloads: [
        statefulSet(namespace('apps'), 'db', {
          image: 'postgres:17.6',
          volumes: { host: { mountPath: '/host', source: { emptyDir: {} } } },
        }),
      ],
    }),
  },
];
