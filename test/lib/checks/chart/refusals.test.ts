import { refusedIn } from '../../../../lib/checks/chart/refusals';

const paths = (values: object, minor: '1.19' | '1.20' = '1.20') => refusedIn(values as never, minor).map(({ refusal }) => refusal.path);

test('nothing is refused where nothing is said', () => {
  expect(paths({})).toEqual([]);
  expect(paths({}, '1.19')).toEqual([]);
});

test("a null takes the chart's own value away", () => {
  expect(paths({ clustermesh: { maxConnectedClusters: null } })).toEqual(['clustermesh.maxConnectedClusters']);
  expect(paths({ clustermesh: null })).toContain('clustermesh.apiserver.kvstoremesh.kvstoreMode');
  expect(paths({ l7Proxy: null, ingressController: { enabled: true } })).toEqual([]);
});

test('each minor is asked what its own chart asks', () => {
  expect(paths({ ipam: { mode: 'eni' } })).toEqual(['eni.enabled']);
  expect(paths({ ipam: { mode: 'eni' } }, '1.19')).toEqual([]);
  const mesh = { clustermesh: { useAPIServer: true, apiserver: { tls: { auto: { enabled: false } } } } };
  expect(paths(mesh)).toEqual([]);
  expect(paths(mesh, '1.19')).toHaveLength(6);
});

test('what can not be read as a release is none that is too old', () => {
  const values = (upgradeCompatibility: unknown) => ({ kubeProxyReplacement: null, envoyConfig: { enabled: true }, upgradeCompatibility });
  expect(paths(values(1.13))).toEqual(['kubeProxyReplacement']);
  expect(paths(values('v1.13.2'))).toEqual(['kubeProxyReplacement']);
  expect(paths(values('latest'))).toEqual([]);
  expect(paths({ hubble: { ui: { enabled: true, backend: { image: { tag: 'main' } } } } })).toEqual([]);
});
