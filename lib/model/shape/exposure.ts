import type { OnAddressOptions, OnHostnameOptions, OnHostOptions } from '../exposure';
import type { GatewayOptions } from '../gateway';
import type { BgpOptions, BgpPeerOptions } from '../load-balancing/bgp';
import type { L2Options } from '../load-balancing/pool';
import {
  amount,
  type Check,
  choice,
  either,
  flag,
  list,
  literal,
  made,
  map,
  members,
  number,
  optional,
  options,
  type Report,
  required,
  text,
} from './check';
import { secret } from './secret';
import { namespaceValue, outsidePeers, port } from './values';

const l2 = options<L2Options>({
  interfaces: optional(list(text)),
  nodes: optional(map(text)),
  leaseDuration: optional(amount),
  leaseRenewDeadline: optional(amount),
  leaseRetryPeriod: optional(amount),
});

const bgp = options<BgpOptions>({
  asn: required(number),
  peers: required(list(options<BgpPeerOptions>({ address: required(text), asn: required(number), password: optional(secret) }))),
  nodes: optional(map(text)),
  holdTime: optional(number),
  keepAliveTime: optional(number),
  gracefulRestartTime: optional(number),
});

const poolOptions = options<{ readonly range: string; readonly l2?: unknown; readonly bgp?: unknown }>({
  range: required(text),
  l2: optional(l2),
  bgp: optional(bgp),
});

/** Addresses for Services, announced in one way. */
export const pool = made(
  { pool: "pool('…', { range: '…', l2: {} })" },
  {
    pool: once((value, path, report) => {
      members({ name: text, options: poolOptions })(value, path, report);
      const { options: given } = value as { options?: { l2?: unknown; bgp?: unknown } };
      if (typeof given !== 'object' || given === null) return;
      if ((given.l2 === undefined) === (given.bgp === undefined))
        report.add(
          'LBP002',
          path,
          given.l2 === undefined
            ? 'nobody learns where the addresses of this pool are'
            : 'the addresses of a pool are announced in one way',
          {
            repair: given.l2 === undefined ? 'write l2: {}, or bgp: { … }' : 'leave out l2 or bgp',
          },
        );
    }),
  },
);

const gatewayOptions = options<GatewayOptions>({
  on: required(
    either(
      'an address',
      "write { pool: pool('…', { … }), address: '…' }, or { hostNetwork: true }",
      options<{ readonly pool: object; readonly address: string }>({ pool: required(pool), address: required(text) }),
      options<{ readonly hostNetwork: true; readonly nodes?: Readonly<Record<string, string>> }>({
        hostNetwork: required(literal(true)),
        nodes: optional(map(text)),
      }),
    ),
  ),
  certificate: optional(secret),
  http: optional(choice(['redirect', 'serve', 'off'])),
  httpsPort: optional(number),
  httpPort: optional(number),
});

/** A gateway with its options. */
export const gateway = made(
  { gateway: "gateway(namespace, '…', { on: … })" },
  { gateway: once(members({ namespace: namespaceValue, name: text, options: gatewayOptions })) },
);

const client = made({ role: 'outside(…) or lan(…)', addresses: 'addresses(…)', entity: "entity('world')" }, outsidePeers);

/** Who may come in from outside: one or several. */
export const outsideClients: Check = (value, path, report) => {
  if (Array.isArray(value)) list(client)(value, path, report);
  else client(value, path, report);
};

/** A published port: of the Docker host, at an address, or under a host name. */
export const exposure = made(
  {
    'on-host': 'onHost(port, workload.port(…))',
    'on-address': "onAddress(pool, '…', workload.port(…), { from: … })",
    'on-hostname': "onHostname('…', workload.port(…), { via: …, from: … })",
  },
  {
    'on-host': members({
      hostPort: number,
      target: port,
      options: options<OnHostOptions>({ nodePort: optional(number), hostPort: optional(flag) }),
    }),
    'on-address': members({
      pool,
      address: text,
      target: port,
      options: options<OnAddressOptions>({
        from: required(outsideClients),
        port: optional(number),
        service: optional(text),
        externalTrafficPolicy: optional(choice(['Cluster', 'Local'])),
      }),
    }),
    'on-hostname': members({
      hostname: text,
      target: port,
      options: options<OnHostnameOptions>({
        via: required(gateway),
        from: required(outsideClients),
        protocol: optional(choice(['http', 'grpc', 'tls'])),
        path: optional(text),
      }),
    }),
  },
);

/** The same value is looked at once, however often a definition names it. */
function once(check: Check): Check {
  return (value, path, report: Report) => {
    if (report.isNew(value as object)) check(value, path, report);
  };
}
