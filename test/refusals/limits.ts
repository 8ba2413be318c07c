import { accept, addresses, allow, cilium, flannel, hostName, namespace, onHost, pods, statefulSet } from 'ichor';
import { apps, db, network, small, web } from './support/definitions';
import { found, type Refusal } from './support/refusal';

const dns = statefulSet(apps, 'dns', {
  image: 'coredns/coredns:1.13.1',
  ports: { udp: { port: 53, protocol: 'UDP' }, tcp: 53, sctp: { port: 53, protocol: 'SCTP' } },
});
const coreDns = pods(namespace('kube-system'), 'coredns', {
  labels: { 'k8s-app': 'kube-dns' },
  ports: { dns: { port: 53, protocol: 'UDP' } },
});
const crawler = (options: object = {}) => pods(apps, 'crawler', { labels: { app: 'crawler' }, ports: { http: 3111 }, ...options });
const site = hostName('api.example.com').port(443);
const http = web.port('http');
const any = (value: unknown) => value as never;
/** A port as JavaScript sees it: with every way to limit it, whatever it is. */
const loose = (port: unknown) => port as Record<'http' | 'dns' | 'serverNames', (...values: unknown[]) => never>;

const with119 = {
  versions: { talos: '1.13.9', kubernetes: '1.35.0' },
  network: cilium({ version: '1.19.6' }),
  accept: [accept('VER005', 'network.version', 'nothing runs on the network of the host here')],
};

/** What may pass through a port. */
export const limits: readonly Refusal[] = [
  {
    title: 'HTTP over UDP, and server names over SCTP',
    given: small({
      workloads: [db, dns],
      flows: [allow(db, [dns.port('udp').http({ method: 'GET' }), dns.port('sctp').serverNames('a.example.com')])],
    }),
    finds: [
      found(
        'FLO013',
        'flows[0].to',
        "HTTP rules can't limit 'apps/dns:udp', which is UDP",
        'leave out .http(…), or name a port that is TCP',
      ),
      found(
        'FLO013',
        'flows[0].to',
        "server names can't limit 'apps/dns:sctp', which is SCTP",
        'leave out .serverNames(…), or name a port that is TCP',
      ),
    ],
    twin: small({ workloads: [db, dns], flows: [allow(db, [dns.port('tcp').http({ method: 'GET' }), dns.port('udp')])] }),
  },
  {
    title: 'DNS over SCTP, in an exposure too',
    given: small({
      workloads: [db, dns],
      expose: [onHost(5353, any(dns.port('sctp').dns('a.example.com')))],
      flows: [allow(db, dns.port('sctp').dns('a.example.com'))],
    }),
    finds: [
      found(
        'FLO013',
        'expose.5353',
        "DNS names can't limit 'apps/dns:sctp', which is SCTP",
        'leave out .dns(…), or name a port that is TCP or UDP',
      ),
      found(
        'FLO018',
        'expose.5353',
        'Cilium looks at DNS names where they go out, and this client is no workload of this cluster',
        'leave them out, or close the client with pods(…, { close: true })',
      ),
      found(
        'FLO013',
        'flows[0].to',
        "DNS names can't limit 'apps/dns:sctp', which is SCTP",
        'leave out .dns(…), or name a port that is TCP or UDP',
      ),
    ],
    twin: small({
      workloads: [db, dns],
      expose: [onHost(5353, dns.port('udp'))],
      flows: [allow(db, dns.port('udp').dns('a.example.com'))],
    }),
  },
  {
    title: 'two kinds of limits on one port',
    given: small({
      flows: [
        allow(db, loose(http.http({ method: 'GET' })).serverNames('a.example.com')),
        allow(web, loose(site.serverNames('a.example.com')).dns('a.example.com')),
      ],
    }),
    finds: [
      found(
        'FLO014',
        'flows[0].to',
        "HTTP rules and server names limit 'apps/web:http', and a port takes limits of one kind",
        'leave out .http(…) or .serverNames(…)',
      ),
      found(
        'FLO014',
        'flows[1].to',
        "server names and DNS names limit 'api.example.com:443', and a port takes limits of one kind",
        'leave out .serverNames(…) or .dns(…)',
      ),
    ],
    twin: small({
      flows: [allow(db, http.http({ method: 'GET' }).http({ method: 'HEAD' })), allow(web, site.serverNames('a.example.com'))],
    }),
  },
  {
    title: 'two kinds of limits on one port, in two flows',
    given: small({ flows: [allow(db, http.http({ method: 'GET' })), allow([db, web], http.serverNames('a.example.com'))] }),
    finds: [
      found(
        'FLO014',
        'flows[1]',
        'server names limit apps/db → apps/web:8080 here and HTTP rules at flows[0], and a port takes limits of one kind',
        'leave out one of the two',
        ['flows[0]'],
      ),
    ],
    twin: small({ flows: [allow(db, http.http({ method: 'GET' })), allow(web, http.serverNames('a.example.com'))] }),
  },
  {
    title: 'expressions that RE2 does not have',
    given: small({
      flows: [
        allow(
          db,
          http.http({ method: 'GET|(POST', path: '/(?!private).*' }, { path: '/a{2,1}', host: '(a)\\1' }, { path: '*' }, { path: '[z-a]' }),
        ),
      ],
    }),
    finds: [
      found(
        'FLO015',
        'flows[0].to',
        "the host '(a)\\1' is no regular expression as Envoy reads them: there is no '\\1'",
        'write it in the dialect of RE2, which has neither look-around nor back-references',
      ),
      found(
        'FLO015',
        'flows[0].to',
        "the method 'GET|(POST' is no regular expression as Envoy reads them: '(' is not closed",
        'write it in the dialect of RE2, which has neither look-around nor back-references',
      ),
      found(
        'FLO015',
        'flows[0].to',
        "the path '*' is no regular expression as Envoy reads them: '*' repeats nothing",
        'write it in the dialect of RE2, which has neither look-around nor back-references',
      ),
      found(
        'FLO015',
        'flows[0].to',
        "the path '/(?!private).*' is no regular expression as Envoy reads them: there is no group that begins with '(?!p'",
        'write it in the dialect of RE2, which has neither look-around nor back-references',
      ),
      found(
        'FLO015',
        'flows[0].to',
        "the path '/a{2,1}' is no regular expression as Envoy reads them: '{2,1}' repeats at least 2 and at most 1 times",
        'write it in the dialect of RE2, which has neither look-around nor back-references',
      ),
      found(
        'FLO015',
        'flows[0].to',
        "the path '[z-a]' is no regular expression as Envoy reads them: 'z-a' is no range of characters",
        'write it in the dialect of RE2, which has neither look-around nor back-references',
      ),
    ],
    twin: small({
      flows: [
        allow(
          db,
          http.http(
            { method: 'GET|POST', path: '/(public|a{1,2})(/.*)?(\\?.*)?' },
            { path: '(?i)/[a-z]+', host: '(?:a|b)\\.example\\.com' },
          ),
        ),
      ],
    }),
  },
  {
    title: 'names that no DNS question, no server and no header can have',
    given: small({
      flows: [
        allow(web, coreDns.port('dns').dns('', 'https://a.example.com', 'a..example.com', `${'a.'.repeat(128)}com`)),
        allow(web, site.serverNames('', 'a.example.com:443')),
        allow(db, http.http({ headers: ['', 'X Y Z: 1', ': secret'] })),
      ],
    }),
    finds: [
      found(
        'FLO016',
        'flows[0].to',
        "'a..example.com' must consist of letters, digits, -, _ and *, in parts with one dot between them",
        "write it as 'api.example.com' or '*.example.com'",
      ),
      found(
        'FLO016',
        'flows[0].to',
        `'${'a.'.repeat(128)}com' has 259 characters; the limit is 255`,
        "write it as 'api.example.com' or '*.example.com'",
      ),
      found(
        'FLO016',
        'flows[0].to',
        "'https://a.example.com' must consist of letters, digits, -, _ and *, in parts with one dot between them",
        "write it as 'api.example.com' or '*.example.com'",
      ),
      found('FLO016', 'flows[0].to', 'an empty name among the DNS names', "write it as 'api.example.com' or '*.example.com'"),
      found(
        'FLO016',
        'flows[1].to',
        "'a.example.com:443' must consist of letters, digits, -, _ and *, in parts with one dot between them",
        "write it as 'api.example.com' or '*.example.com'",
      ),
      found('FLO016', 'flows[1].to', 'an empty name among the server names', "write it as 'api.example.com' or '*.example.com'"),
      found('FLO016', 'flows[2].to', "'' names no header", "write it as 'X-Token', or with its value as 'X-Token: secret'"),
      found('FLO016', 'flows[2].to', "': secret' names no header", "write it as 'X-Token', or with its value as 'X-Token: secret'"),
    ],
    twin: small({
      flows: [
        allow(web, coreDns.port('dns').dns('*', 'a.example.com.', '_sip._tcp.Example.com', '**.example.org')),
        allow(web, site.serverNames('a*.example.com')),
        allow(db, http.http({ headers: ['X-Token', 'X-Token: secret', 'X-Token secret'] })),
      ],
    }),
  },
  {
    title: 'a * in the middle of a server name, with Cilium 1.19',
    given: small({
      ...with119,
      flows: [allow(web, site.serverNames('a*.example.com', '*.example.com', '**.example.com'))],
    }),
    finds: [
      found(
        'FLO016',
        'flows[0].to',
        "'a*.example.com' has a * elsewhere than as *. or **. at the beginning, which Cilium 1.19 refuses",
        "write it as 'api.example.com' or '*.example.com'",
      ),
    ],
    twin: small({ ...with119, flows: [allow(web, site.serverNames('*.example.com', '**.example.com'))] }),
  },
  {
    title: 'limits that say nothing',
    given: small({
      flows: [
        allow(db, [loose(http).http(), http.http({}), http.http({ path: '', method: 'GET' })]),
        allow(web, loose(site).serverNames()),
      ],
    }),
    finds: [
      found(
        'FLO017',
        'flows[0].to',
        ".http(…) at 'apps/web:http' says nothing that may pass, and Cilium would let everything pass",
        "write .http({ method: 'GET' })",
      ),
      found(
        'FLO017',
        'flows[0].to',
        "a rule without fields lets every request to 'apps/web:http' pass",
        "write method, path, host or headers, or { path: '.*' } if that is meant",
      ),
      found(
        'FLO017',
        'flows[0].to',
        "the path of a rule for 'apps/web:http' is empty, which Cilium takes for any",
        "leave out path, or write '.*'",
      ),
      found(
        'FLO017',
        'flows[1].to',
        ".serverNames(…) at 'api.example.com:443' says nothing that may pass, and Cilium would let everything pass",
        "write .serverNames('api.example.com')",
      ),
    ],
    twin: small({ flows: [allow(db, http.http({ path: '.*' })), allow(web, site.serverNames('api.example.com'))] }),
  },
  {
    title: 'names that clients of others may ask for',
    given: small({
      workloads: [db, dns],
      flows: [allow(crawler(), dns.port('udp').dns('a.example.com')), allow(apps, dns.port('tcp').serverNames('a.example.com'))],
    }),
    finds: [
      found(
        'FLO018',
        'flows[0]',
        'Cilium looks at DNS names where they go out, and this client is no workload of this cluster',
        'leave them out, or close the client with pods(…, { close: true })',
      ),
      found(
        'FLO018',
        'flows[1]',
        'Cilium looks at server names where they go out, and this client is no workload of this cluster',
        'leave them out, or close the client with pods(…, { close: true })',
      ),
    ],
    twin: small({
      workloads: [db, dns],
      flows: [
        allow(crawler({ close: true }), [dns.port('udp').dns('a.example.com'), dns.port('tcp').serverNames('a.example.com')]),
        allow(apps, dns.port('tcp').http({ method: 'GET' })),
      ],
    }),
  },
  {
    title: 'a limit that another flow undoes',
    given: small({
      flows: [allow(db, [http.http({ method: 'GET' }), web]), allow(web, coreDns.port('dns').dns('a.example.com')), allow(web, coreDns)],
    }),
    finds: [
      found(
        'FLO019',
        'flows[0]',
        'the HTTP rules for apps/db → apps/web:8080 limit nothing, since apps/db → apps/web:8080 at flows[0] lets everything pass',
        'leave out the flow without a limit, or the limit',
        ['flows[0]'],
      ),
      found(
        'FLO019',
        'flows[1]',
        'the DNS names for apps/web → kube-system/coredns:53 limit nothing, since apps/web → kube-system/coredns:53 at flows[2] lets everything pass',
        'leave out the flow without a limit, or the limit',
        ['flows[2]'],
      ),
    ],
    twin: small({
      flows: [
        allow(db, http.http({ method: 'GET' })),
        allow(crawler(), web),
        allow(web, coreDns.port('dns').dns('a.example.com')),
        allow(db, coreDns),
      ],
    }),
  },
  {
    title: 'a limit that a wider flow undoes',
    given: small({
      expose: [onHost(8080, http.http({ method: 'GET' }))],
      flows: [
        allow(db, http.http({ method: 'GET' })),
        allow(apps, web),
        allow(addresses('10.5.0.0/24'), web),
        allow(web, [
          addresses('192.0.2.7/32').port(80).http({ method: 'GET' }),
          addresses('192.0.2.0/24', { except: ['192.0.2.128/25'] }).port(80),
        ]),
      ],
    }),
    finds: [
      found(
        'FLO019',
        'expose.8080',
        'the HTTP rules for laptop → apps/web:8080 limit nothing, since 10.5.0.0/24 → apps/web:8080 at flows[2] lets everything pass',
        'leave out the flow without a limit, or the limit',
        ['flows[2]'],
      ),
      found(
        'FLO019',
        'flows[0]',
        'the HTTP rules for apps/db → apps/web:8080 limit nothing, since apps → apps/web:8080 at flows[1] lets everything pass',
        'leave out the flow without a limit, or the limit',
        ['flows[1]'],
      ),
      found(
        'FLO019',
        'flows[3]',
        'the HTTP rules for apps/web → 192.0.2.7/32:80 limit nothing, since apps/web → 192.0.2.0/24:80 at flows[3] lets everything pass',
        'leave out the flow without a limit, or the limit',
        ['flows[3]'],
      ),
    ],
    twin: small({
      expose: [onHost(8080, http.http({ method: 'GET' }))],
      flows: [
        allow(db, http.http({ method: 'GET' })),
        allow(namespace('jobs'), web),
        allow(addresses('10.6.0.0/24'), web),
        allow(web, [
          addresses('192.0.2.7/32').port(80).http({ method: 'GET' }),
          addresses('192.0.2.0/24', { except: ['192.0.2.0/25'] }).port(80),
        ]),
      ],
    }),
  },
  {
    title: 'limits and host names without the proxy',
    given: small({
      network: network({ values: { l7Proxy: false } }),
      flows: [allow(db, http.http({ method: 'GET' })), allow(web, site), allow(web, db)],
    }),
    finds: [
      found(
        'FLO020',
        'network.values.l7Proxy',
        'without its L7 proxy Cilium refuses the policies of these flows: apps/db → apps/web:8080; apps/web → api.example.com:443',
        'leave it out',
        ['flows[0]', 'flows[1]'],
      ),
    ],
    twin: small({
      network: network({ values: { l7Proxy: false } }),
      flows: [allow(db, http), allow(web, [addresses('192.0.2.0/24').port(443), db])],
    }),
  },
  {
    title: 'limits that nobody enforces',
    given: small({ network: flannel(), flows: [allow(db, http.http({ method: 'GET' }))] }),
    finds: [
      found(
        'FLO012',
        'network',
        'Flannel enforces no policy, so everybody reaches everybody, and nobody enforces apps/db → apps/web:8080',
        "write network: cilium({ version: '…' }) to have them enforced",
      ),
      found(
        'NET009',
        'network',
        'of the four reasons to move from Flannel to Cilium the definition has isolation (flows declared: 1); whether flows have to be seen is for you to say',
        "write network: cilium({ version: '…' }) when the time has come, or accept this",
      ),
    ],
    twin: small({ flows: [allow(db, http.http({ method: 'GET' }))] }),
  },
  {
    title: 'limits of the wrong kind',
    given: small({
      flows: [
        allow(db, [http.http(any('GET')), http.http({ metod: 'GET', path: 7, headers: 'X-Token' } as never), loose(http).http(undefined)]),
        allow(web, [site.serverNames(any(443)), coreDns.port('dns').dns(any(null))]),
      ],
    }),
    finds: [
      found('DEF003', 'flows[0].to[0].l7[0].rules[0]', "'GET' is not a plain object", 'write a plain object'),
      found('DEF003', 'flows[0].to[1].l7[0].rules[0].headers', "'X-Token' is not a list", 'write it in [ ]'),
      found('DEF004', 'flows[0].to[1].l7[0].rules[0].metod', "there is no option 'metod'", "write 'method'"),
      found('DEF003', 'flows[0].to[1].l7[0].rules[0].path', '7 is not a text', 'write a text'),
      found('DEF003', 'flows[0].to[2].l7[0].rules[0]', 'undefined is not a plain object', 'write a plain object'),
      found('DEF003', 'flows[1].to[0].l7[0].names[0]', '443 is not a text', 'write a text'),
      found('DEF003', 'flows[1].to[1].l7[0].names[0]', 'null is not a text', 'write a text'),
    ],
    twin: small({
      flows: [
        allow(db, http.http({ method: 'GET', headers: ['X-Token'] })),
        allow(web, [site.serverNames('a.example.com'), coreDns.port('dns').dns('a')]),
      ],
    }),
  },
  {
    title: 'patterns of host names that no name fits',
    given: small({ flows: [allow(web, [hostName('*').port(443), hostName('*.').port(443), hostName('*.Example.com').port(443)])] }),
    finds: [
      found(
        'FLO008',
        'flows[0].to',
        "'*.' must consist of lower-case letters, digits, - and ., and begin and end with a letter or digit",
        "write it as '*.example.com'",
      ),
      found(
        'FLO008',
        'flows[0].to',
        "'*.Example.com' must consist of lower-case letters, digits, - and ., and begin and end with a letter or digit",
        "write it as '*.example.com'",
      ),
    ],
    twin: small({
      flows: [allow(web, [hostName('*').port(443), hostName('**.example.com').port(443), hostName('api-*.example.com').port(443)])],
    }),
  },
];
