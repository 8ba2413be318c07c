import { byCilium, ccnp, cnp, egress, ingress, ports, type Refused, refuses } from './refused';

const http = { rules: { http: [{ method: 'GET' }] } };
const dns = { rules: { dns: [{ matchPattern: '*' }] } };
const dnsPort = [{ port: '53', protocol: 'ANY' }];
const get = (request: object) => ingress(ports({ rules: { http: [request as never] } }));
const listener = { envoyConfig: { name: 'envoy' }, name: 'egress-proxy' };

/** What is asked of the proxy. */
export const proxy: readonly Refused[] = [
  {
    title: 'names at ingress',
    given: [ingress(ports(dns, dnsPort))],
    finds: [
      byCilium(
        'spec.ingress[0].toPorts[0].rules.dns',
        'L7 protocol DNS is not supported on ingress yet',
        'write the names at the egress of those who ask',
      ),
    ],
    upstream: 'Cilium',
    because: 'L7 protocol DNS is not supported on ingress yet',
    twin: [egress(ports(dns, dnsPort))],
  },
  {
    title: 'names at a range of ports',
    given: [egress(ports(dns, [{ port: '53', endPort: 60 }]))],
    finds: [byCilium('spec.egress[0].toPorts[0].ports[0].endPort', 'DNS rules do not support port ranges', 'leave out endPort')],
    upstream: 'Cilium',
    because: 'DNS rules do not support port ranges',
    twin: [egress(ports(dns, [{ port: '53' }]))],
  },
  {
    title: 'names without a port',
    given: [egress({ toPorts: [dns] })],
    finds: [
      byCilium(
        'spec.egress[0].toPorts[0].ports',
        'port 53 must be specified for DNS rules',
        "write ports: [{ port: '53', protocol: 'ANY' }]",
      ),
    ],
    upstream: 'Cilium',
    because: 'port 53 must be specified for DNS rules',
    twin: [egress(ports(dns, dnsPort))],
  },
  {
    title: 'a pattern of names with a comma',
    given: [egress(ports({ rules: { dns: [{ matchPattern: '*.example.com,*.example.org' }] } }, dnsPort))],
    finds: [
      refuses(
        'spec.egress[0].toPorts[0].rules.dns[0].matchPattern',
        "'*.example.com,*.example.org' is not a DNS name, with * in it or not",
      ),
    ],
    upstream: 'API server',
    because: 'spec.egress[0].toPorts[0].rules.dns[0].matchPattern',
    twin: [egress(ports({ rules: { dns: [{ matchPattern: '*.example.com' }, { matchPattern: '*.example.org' }] } }, dnsPort))],
  },
  {
    title: 'requests over UDP',
    given: [ingress(ports(http, [{ port: '443', protocol: 'UDP' }]))],
    finds: [
      byCilium(
        'spec.ingress[0].toPorts[0].ports[0].protocol',
        'L7 rules can only apply to TCP (not UDP) except for DNS rules',
        "write protocol: 'TCP'",
      ),
    ],
    upstream: 'Cilium',
    because: 'L7 rules can only apply to TCP (not UDP) except for DNS rules',
    twin: [ingress(ports(http, [{ port: '443', protocol: 'TCP' }]))],
  },
  {
    title: 'requests without a protocol, which means every one',
    given: [ingress(ports(http, [{ port: '80' }]))],
    finds: [
      byCilium(
        'spec.ingress[0].toPorts[0].ports[0].protocol',
        'L7 rules can only apply to TCP (not ANY) except for DNS rules',
        "write protocol: 'TCP'",
      ),
    ],
    upstream: 'Cilium',
    because: 'L7 rules can only apply to TCP (not ANY) except for DNS rules',
    twin: [ingress(ports(http, [{ port: '80', protocol: 'TCP' }]))],
  },
  {
    title: 'requests at every port',
    given: [ingress(ports(http, [{ port: '0', protocol: 'TCP' }]))],
    finds: [byCilium('spec.ingress[0].toPorts[0].ports', 'L7 rules can not be used when a port is 0', 'write the numbers of the ports')],
    upstream: 'Cilium',
    because: 'L7 rules can not be used when a port is 0',
    twin: [ingress(ports(http, [{ port: '1', endPort: 65535, protocol: 'TCP' }]))],
  },
  {
    title: 'requests and names in one list of ports',
    given: [egress(ports({ rules: { ...http.rules, ...dns.rules } }))],
    finds: [refuses('spec.egress[0].toPorts[0].rules', "'http' and 'dns' exclude each other", 'write one of them')],
    upstream: 'API server',
    because: 'spec.egress[0].toPorts[0].rules',
    twin: [
      egress({
        toPorts: [
          { ports: [{ port: '80', protocol: 'TCP' }], ...http },
          { ports: dnsPort, ...dns },
        ],
      }),
    ],
  },
  {
    title: 'a path that looks ahead, which RE2 can not',
    given: [get({ path: '/(?!admin).*' })],
    finds: [
      byCilium(
        'spec.ingress[0].toPorts[0].rules.http[0].path',
        "error parsing regexp: '/(?!admin).*'",
        'write a regular expression of RE2',
      ),
    ],
    upstream: 'Cilium',
    because: 'error parsing regexp',
    twin: [get({ path: '/public/.*' })],
  },
  {
    title: 'a method with a bracket too many',
    given: [get({ method: 'GET|(POST' })],
    finds: [
      byCilium('spec.ingress[0].toPorts[0].rules.http[0].method', "error parsing regexp: 'GET|(POST'", 'write a regular expression of RE2'),
    ],
    upstream: 'Cilium',
    because: 'error parsing regexp',
    twin: [get({ method: 'GET|(POST)' })],
  },
  {
    title: 'more repetitions than RE2 counts',
    given: [get({ path: '/([a-z]{64}/){32}' })],
    finds: [
      byCilium(
        'spec.ingress[0].toPorts[0].rules.http[0].path',
        "error parsing regexp: '/([a-z]{64}/){32}'",
        'write a regular expression of RE2',
      ),
    ],
    upstream: 'Cilium',
    because: 'error parsing regexp',
    twin: [get({ path: '/([a-z]{64}/){8}' })],
  },
  {
    title: 'a header without a name',
    given: [get({ headerMatches: [{ name: '', value: 'a' }] })],
    finds: [refuses('spec.ingress[0].toPorts[0].rules.http[0].headerMatches[0].name', "'' has 0 characters; at least 1 is needed")],
    upstream: 'API server',
    because: 'spec.ingress[0].toPorts[0].rules.http[0].headerMatches[0].name',
    twin: [get({ headerMatches: [{ name: 'X-Team', value: 'a' }] })],
  },
  {
    title: 'a header whose value is in a Secret without a name',
    given: [get({ headerMatches: [{ name: 'X-Token', secret: { name: '' } }] })],
    finds: [
      byCilium(
        'spec.ingress[0].toPorts[0].rules.http[0].headerMatches[0].secret.name',
        'Secret name missing',
        'write the name of the Secret',
      ),
    ],
    upstream: 'Cilium',
    because: 'Secret name missing',
    twin: [get({ headerMatches: [{ name: 'X-Token', secret: { name: 'token' } }] })],
  },
  {
    title: 'a mismatch that does something unknown',
    given: [get({ headerMatches: [{ name: 'X-Team', value: 'a', mismatch: 'DENY' }] })],
    finds: [
      refuses(
        'spec.ingress[0].toPorts[0].rules.http[0].headerMatches[0].mismatch',
        "'DENY' is not one of 'LOG', 'ADD', 'DELETE' or 'REPLACE'",
        'write one of them',
      ),
    ],
    upstream: 'API server',
    because: 'Unsupported value: "DENY"',
    twin: [get({ headerMatches: [{ name: 'X-Team', value: 'a', mismatch: 'LOG' }] })],
  },
  {
    title: 'server names and requests inside of TLS that nobody ends',
    given: [egress(ports({ serverNames: ['api.example.com'], ...http }))],
    finds: [
      byCilium(
        'spec.egress[0].toPorts[0].serverNames',
        'ServerNames are not allowed with L7 rules without TLS termination',
        'write an item of its own for the server names, or leave them out',
      ),
    ],
    upstream: 'Cilium',
    because: 'ServerNames are not allowed with L7 rules without TLS termination',
    twin: [egress(ports({ serverNames: ['api.example.com'] }))],
  },
  {
    title: 'a server name that is empty',
    given: [egress(ports({ serverNames: [''] }))],
    finds: [refuses('spec.egress[0].toPorts[0].serverNames[0]', "'' is not a DNS name, with * in it or not")],
    finds119: [refuses('spec.egress[0].toPorts[0].serverNames[0]', "'' is not a DNS name, with *. or **. before it or not")],
    upstream: 'API server',
    because: 'spec.egress[0].toPorts[0].serverNames[0]',
    twin: [egress(ports({ serverNames: ['api.example.com'] }))],
  },
  {
    title: 'a listener at ingress',
    given: [ingress(ports({ listener }))],
    finds: [
      byCilium(
        'spec.ingress[0].toPorts[0].listener',
        'Listener is not allowed on ingress (egress-proxy)',
        'write it at the egress of the clients',
      ),
    ],
    upstream: 'Cilium',
    because: 'Listener is not allowed on ingress (egress-proxy)',
    twin: [egress(ports({ listener }))],
  },
  {
    title: 'a listener and requests',
    given: [egress(ports({ listener, ...http }))],
    finds: [
      byCilium(
        'spec.egress[0].toPorts[0].listener',
        'Listener is not allowed with L7 rules (egress-proxy)',
        'leave out the listener, or the rules',
      ),
    ],
    upstream: 'Cilium',
    because: 'Listener is not allowed with L7 rules (egress-proxy)',
    twin: [egress(ports({ listener }))],
  },
  {
    title: 'a listener of nobody',
    given: [egress(ports({ listener: { name: 'egress-proxy' } }))],
    finds: [refuses('spec.egress[0].toPorts[0].listener.envoyConfig', "'envoyConfig' is missing", 'write envoyConfig: …')],
    upstream: 'API server',
    because: 'spec.egress[0].toPorts[0].listener.envoyConfig: Required value',
    twin: [egress(ports({ listener }))],
  },
  {
    title: 'requests at ingress of nodes',
    given: [ccnp({ nodeSelector: {}, ingress: [ports(http)] })],
    finds: [
      byCilium(
        'spec.ingress[0].toPorts[0].rules',
        'L7 policy is not supported on host ingress yet',
        'leave out the rules, and name the ports alone',
      ),
    ],
    upstream: 'Cilium',
    because: 'L7 policy is not supported on host ingress yet',
    twin: [ccnp({ nodeSelector: {}, ingress: [ports()] })],
  },
  {
    title: 'requests at egress of nodes',
    given: [ccnp({ nodeSelector: {}, egress: [ports(http)] })],
    finds: [
      byCilium(
        'spec.egress[0].toPorts[0].rules.http',
        'L7 protocol HTTP is not supported on host egress yet',
        'leave out the rules, and name the ports alone',
      ),
    ],
    upstream: 'Cilium',
    because: 'L7 protocol HTTP is not supported on host egress yet',
    twin: [ccnp({ nodeSelector: {}, egress: [ports(dns, dnsPort)] })],
  },
  {
    title: 'requests where the proxy is switched off',
    given: [cnp({ endpointSelector: {}, ingress: [ports(http)] })],
    finds: [
      byCilium(
        'spec.ingress[0].toPorts[0].rules',
        'L7 policy is not supported since L7 proxy is not enabled',
        'leave out l7Proxy: false in the Helm values, or the rules',
      ),
    ],
    upstream: 'Cilium',
    because: 'L7 policy is not supported since L7 proxy is not enabled',
    twin: [cnp({ endpointSelector: {}, ingress: [ports()] })],
    profile: { l7Proxy: false },
  },
];
