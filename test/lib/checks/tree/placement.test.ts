import { checked, found, goodTalos, goodValues, helmRelease } from './support/tree';

const machines = `clusterName: home
talosVersion: v1.13.9
endpoint: https://192.168.1.30:6443
nodes:
  - { hostname: cp-1, ipAddress: 192.168.1.31, controlPlane: true, installDisk: /dev/sda }
  - { hostname: w-1, ipAddress: 192.168.1.41, controlPlane: false, installDisk: /dev/sda }
controlPlane: { patches: ['@./controlplane.yaml'] }
`;
const placed = async (values: string, talconfig = machines) => {
  const result = await checked({
    'talos/talconfig.yaml': talconfig,
    'talos/controlplane.yaml': goodTalos,
    'apps/cilium.yaml': helmRelease(`${goodValues}${values}`),
  });
  return found(result).filter((line) => /^(INV019|INV060|RUL)/.test(line));
};

test("parts of Cilium of somebody's values have to find a node of talhelper's", async () => {
  expect(await placed('certgen: { tolerations: [] }\n')).toEqual([]);
  expect(await placed('tolerations: [{ key: node-role.kubernetes.io/control-plane, operator: Exists }]\n')).toEqual([
    'INV019 apps/cilium.yaml:22:5 spec.values.tolerations',
  ]);
});

test('an entry that is no toleration tolerates nothing', async () => {
  expect(await placed('tolerations: [null, Exists]\n')).toEqual(['INV019 apps/cilium.yaml:22:5 spec.values.tolerations']);
  expect(await placed('tolerations: [null, { operator: Exists }]\n')).toEqual([]);
});

test('Node IPAM gives no addresses of control planes, and those of workers', async () => {
  expect(await placed('nodeIPAM: { enabled: true }\n')).toEqual([]);
  const alone = machines.replace(/^.*w-1.*\n/m, '');
  expect(await placed('nodeIPAM: { enabled: true }\n', alone)).toEqual(['INV060 apps/cilium.yaml:22:17 spec.values.nodeIPAM.enabled']);
});
