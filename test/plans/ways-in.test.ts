import { type ClusterDefinition, gateway, namespace, onAddress, onHostname, pool, secretRef } from 'ichor';
import { db, home, local, network, rack, releases, web } from '../support/rack';
import { type Answers, runScript } from './support/run-script';

const run = (changes: Partial<ClusterDefinition>, answers: Answers = {}, ...flags: string[]) =>
  runScript(rack(changes), ['admin@rack', ...flags], answers);

const via = gateway(namespace('edge'), 'web', { on: { pool: local, address: '192.168.1.241' }, certificate: secretRef('home-tls') });
const published = [onHostname('web.example.com', web.port('http'), { via, from: home })];
const install = (file: string) => `kubectl --context admin@rack apply --server-side --field-manager ichor --filename ${file}`;
const apply = (layer: string) => install(`/kubernetes/${layer}`);
const release = 'https://github.com/kubernetes-sigs/gateway-api/releases/download';
const experimental = 'https://raw.githubusercontent.com/kubernetes-sigs/gateway-api/v1.4.1/config/crd/experimental';

const gatewayApi = {
  '1.19': [`${release}/v1.4.1/standard-install.yaml`, `${experimental}/gateway.networking.k8s.io_tlsroutes.yaml`],
  '1.20': [`${release}/v1.6.1/standard-install.yaml`],
} as const;

const stopped = (step: string) => `stopped at ${step}; what is done is left alone when this runs again\n`;

/** A kubectl in whose cluster Gateway API is of this bundle. */
const withBundle = (bundle: string): Answers => ({ kubectl: `case "$*" in *bundle-version*) echo ${bundle}. ;; esac` });

describe.each(Object.entries(releases))('gateways with Cilium %s', (minor, version) => {
  const changes = { network: network({}, version), expose: published };

  test('come last, and what its operator looks for when it starts comes before it', () => {
    const { status, stderr, writes } = run(changes);
    expect([status, stderr]).toEqual([0, '']);
    expect(writes).toEqual([
      apply('00-namespaces'),
      apply('20-storage'),
      ...gatewayApi[minor as keyof typeof gatewayApi].map(install),
      expect.stringMatching(
        `^helm --kube-context admin@rack --namespace kube-system upgrade --install cilium cilium --repo https://helm\\.cilium\\.io --version ${version} `,
      ),
      apply('25-network'),
      apply('30-policies'),
      apply('40-workloads'),
      apply('50-gateways'),
    ]);
  });

  test('wait for each kind before and behind Cilium', () => {
    const { calls } = run(changes);
    const waits = calls.filter((call) => call.includes(' wait ')).map((call) => call.replace(/^.* (?:--timeout 2m )?crd\//, ''));
    const cilium = calls.findIndex((call) => call.startsWith('helm') && call.includes(' upgrade '));
    const kinds = ['gatewayclasses', 'gateways', 'grpcroutes', 'httproutes', 'referencegrants', 'tlsroutes'];
    expect(waits).toEqual([
      ...[...(minor === '1.20' ? ['backendtlspolicies'] : []), ...kinds].map((kind) => `${kind}.gateway.networking.k8s.io`),
      ...['ciliumnetworkpolicies', 'ciliumclusterwidenetworkpolicies', 'ciliumloadbalancerippools', 'ciliuml2announcementpolicies'].flatMap(
        (kind) => Array(2).fill(`${kind}.cilium.io`),
      ),
    ]);
    expect(calls.findIndex((call) => call.endsWith('crd/tlsroutes.gateway.networking.k8s.io'))).toBeLessThan(cilium);
  });
});

describe('Gateway API that is there', () => {
  const changes = { expose: published };

  test('of another minor stops it before the first change, and says how to bring it up', () => {
    const { status, stderr, writes } = run(changes, withBundle('v1.4.1'));
    expect([status, writes]).toEqual([1, []]);
    expect(stderr).toBe(
      `it has another minor of Gateway API than v1.6.1, with which this release of Cilium works: bring it there first with kubectl apply --server-side -f ${release}/v1.6.1/standard-install.yaml\n${stopped('look')}`,
    );
  });

  test('of another patch stays as it is, where it has all kinds', () => {
    const { status, stdout, writes } = run(changes, {
      kubectl: `${withBundle('v1.6.3').kubectl}; case "$*" in *" get crd/"*) exit 0 ;; esac`,
    });
    expect(status).toBe(0);
    expect(stdout).toContain('Install the kinds of Gateway API v1.6.1\n   done already\n');
    expect(writes.filter((call) => call.includes('https://github.com'))).toEqual([]);
  });

  test('of another patch without one of the kinds stops it before Cilium', () => {
    const { status, stderr, writes } = run(changes, withBundle('v1.6.3'));
    expect(status).toBe(1);
    expect(stderr).toBe(
      `Gateway API is there in another patch than v1.6.1, and lacks one of backendtlspolicies, gatewayclasses, gateways, grpcroutes, httproutes, referencegrants, tlsroutes, without which Cilium leaves all of it alone: kubectl apply --server-side -f ${release}/v1.6.1/standard-install.yaml\n${stopped('gateway-api')}`,
    );
    expect(writes).toEqual([apply('00-namespaces'), apply('20-storage')]);
  });

  test('is of no concern without gateways', () => {
    const { status, calls } = run({ expose: [onAddress(local, '192.168.1.240', db.port('sql'), { from: home })] }, withBundle('v1.4.1'));
    expect(status).toBe(0);
    expect(calls.join('\n')).not.toContain('gateway');
  });
});

test('a dry run leaves Gateway API and Cilium alone', () => {
  const { status, stdout, writes } = run({ expose: published }, {}, '--dry-run=server');
  expect(status).toBe(0);
  expect(stdout).toContain('Install the kinds of Gateway API v1.6.1\n   left out of a dry run\n');
  expect(stdout).toContain('Install Cilium 1.20.2\n   left out of a dry run\n');
  expect(writes.every((call) => / apply --dry-run=server .* --filename \/kubernetes\//.test(call))).toBe(true);
});

test('kinds of BGP are waited for where routers are told of a pool', () => {
  const routed = pool('routed', { range: '10.80.0.0/24', bgp: { asn: 64512, peers: [{ address: '192.168.1.1', asn: 64500 }] } });
  const { calls } = run({ expose: [onAddress(routed, '10.80.0.5', db.port('sql'), { from: home })] });
  expect(calls.flatMap((call) => /--for create .* crd\/(ciliumbgp\w+)/.exec(call)?.[1] ?? [])).toEqual([
    'ciliumbgpadvertisements',
    'ciliumbgpclusterconfigs',
    'ciliumbgppeerconfigs',
  ]);
});

describe('a Secret that is missing is said with what comes of it and how it is made', () => {
  const missing: Answers = { kubectl: 'case "$*" in *"get secret"*) exit 1 ;; esac' };

  test('of gateways, once for all that share it', () => {
    const other = gateway(namespace('edge'), 'other', {
      on: { pool: local, address: '192.168.1.242' },
      certificate: secretRef('home-tls'),
    });
    const { status, stdout } = run(
      { expose: [...published, onHostname('db.example.com', web.port('http'), { via: other, from: home })] },
      missing,
    );
    expect(status).toBe(0);
    expect(stdout).toContain(
      "\n   secret edge/home-tls is missing: gateway edge/other, gateway edge/web can't speak HTTPS until kubectl --namespace edge create secret tls home-tls --cert=FILE --key=FILE makes it\n",
    );
  });

  test('of sessions with routers', () => {
    const peers = ['192.168.1.1', '192.168.1.2'].map((address) => ({ address, asn: 64500, password: secretRef('router-password') }));
    const routed = pool('routed', { range: '10.80.0.0/24', bgp: { asn: 64512, peers } });
    const { status, stdout } = run({ expose: [onAddress(routed, '10.80.0.5', db.port('sql'), { from: home })] }, missing);
    expect(status).toBe(0);
    expect(stdout).toContain(
      '\n   secret kube-system/router-password is missing: sessions with 192.168.1.1, 192.168.1.2 are tried without a password until kubectl --namespace kube-system create secret generic router-password --from-file=password=FILE, with no line break in FILE, makes it\n',
    );
  });
});

test('ServiceMonitors whose kind is not there stop it before the first change', () => {
  const changes = { network: network({ hubble: { metrics: true, serviceMonitors: true } }) };
  const { status, stderr, writes } = run(changes, { kubectl: 'case "$*" in *servicemonitors*) exit 1 ;; esac' });
  expect([status, writes]).toEqual([1, []]);
  expect(stderr).toBe(
    `it has no ServiceMonitors, which Cilium is to bring: install the kinds of the Prometheus operator first\n${stopped('look')}`,
  );
  expect(run(changes).status).toBe(0);
});
