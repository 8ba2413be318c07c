import { controlPlane, flannel, generic, type MetalPlatform, type Node, raspberryPi5, worker } from 'ichor';
import joelclawPi from '../../clusters/joelclaw-pi';
import { documentsOf, legacyOf, ofKind, releases, talosFiles, textOf } from './support/metal';

const minors = Object.keys(releases) as (keyof typeof releases)[];
const olderMinors = ['1.12', '1.13'] as const;
const nodeNames = ['pi-1', 'pi-2', 'pi-3', 'nuc-1', 'nuc-2'];
const piInstaller = 'factory.talos.dev/metal-installer/a636242df247ad4aad2e36d1026d8d4727b716a3061749bd7b19651e548f65e4';
const plainInstaller = 'factory.talos.dev/metal-installer/376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba';
const volume = { name: 'local-path-provisioner', volumeType: 'directory' };
const hostDNS = { enabled: true, forwardKubeDNSToHost: true, resolveMemberNames: true };
const subnets = { dnsDomain: 'cluster.local', podSubnets: ['10.244.0.0/16'], serviceSubnets: ['10.96.0.0/12'] };
const taint = 'node-role.kubernetes.io/control-plane';
const excluded = 'node.kubernetes.io/exclude-from-external-load-balancers';
const deleted = { $patch: 'delete' };

/** What Talos takes on control planes only. @see talos v1.14.1 pkg/machinery/config/container/validate.go */
const controlPlaneOnly = /^Kube(APIServer|ControllerManager|Scheduler|Proxy|CoreDNS|FlannelCNI|TalosAPIAccess)Config$|^Layer2VIPConfig$/;

const { definition } = joelclawPi;
const pi = raspberryPi5();
const computer = generic({ architecture: 'amd64', interface: 'enp1s0', disk: '/dev/sda' });

test.each(minors)('Talos %s: a patch for each role and each node, the images of each kind of machine, and the script', (minor) => {
  expect([...talosFiles({ versions: releases[minor] }).keys()].sort()).toEqual([
    'configure.sh',
    'controlplane-patch.yaml',
    'create.sh',
    ...nodeNames.map((name) => `nodes/${name}-patch.yaml`).sort(),
    'schematic-amd64.yaml',
    'schematic-raspberry-pi-5.yaml',
    'worker-patch.yaml',
  ]);
});

describe('what the nodes of a role have in common', () => {
  test.each(olderMinors)('in the form of Talos %s', (minor) => {
    const files = talosFiles({ versions: releases[minor] });
    const features = { hostDNS, kubePrism: { enabled: true, port: 7445 } };
    expect(documentsOf(files, 'controlplane-patch.yaml')).toEqual([
      {
        machine: { features, nodeLabels: deleted },
        cluster: {
          allowSchedulingOnControlPlanes: true,
          apiServer: { extraArgs: { 'service-node-port-range': '30000-32767' } },
          network: { cni: { name: 'none' }, ...subnets },
          proxy: { disabled: true },
        },
      },
      { apiVersion: 'v1alpha1', kind: 'UserVolumeConfig', ...volume },
    ]);
    expect(documentsOf(files, 'worker-patch.yaml')).toEqual([
      { machine: { features }, cluster: { network: subnets } },
      { apiVersion: 'v1alpha1', kind: 'UserVolumeConfig', ...volume },
    ]);
  });

  test('in the form of Talos 1.14', () => {
    const files = talosFiles({ versions: releases['1.14'] });
    const document = (kind: string, fields: object) => ({ apiVersion: 'v1alpha1', kind, ...fields });
    const everywhere = [
      document('KubeNetworkConfig', subnets),
      document('KubePrismConfig', { port: 7445 }),
      document('ResolverConfig', { hostDNS }),
      document('UserVolumeConfig', volume),
    ];
    const controlPlanes = [
      document('KubeFlannelCNIConfig', deleted),
      document('KubeNodeConfig', { labels: deleted, taints: deleted }),
      document('KubeNodeConfig', { labels: { [taint]: '' } }),
      document('KubeProxyConfig', { enabled: false }),
      document('KubeAPIServerConfig', { extraArgs: { 'service-node-port-range': '30000-32767' } }),
    ];
    expect(documentsOf(files, 'controlplane-patch.yaml')).toHaveLength(everywhere.length + controlPlanes.length);
    expect(documentsOf(files, 'controlplane-patch.yaml')).toEqual(expect.arrayContaining([...everywhere, ...controlPlanes]));
    expect(documentsOf(files, 'worker-patch.yaml')).toEqual(everywhere);
  });

  test('is taken any number of times, and says where it is not', () => {
    for (const minor of minors) {
      const files = (labels: Record<string, string>) =>
        talosFiles(
          { versions: releases[minor], expose: [] },
          {
            nodes: [
              controlPlane('a', { address: '192.168.1.31', machine: pi, labels }),
              worker('b', { address: '192.168.1.41', machine: computer }),
            ],
          },
        );
      expect(textOf(files({}), 'controlplane-patch.yaml')).not.toContain('A second time');
      const own = files({ rack: '1' });
      expect(textOf(own, 'controlplane-patch.yaml')).toContain('A second time Talos refuses it: the taint or label that it deletes');
      expect(JSON.stringify(documentsOf(own, 'controlplane-patch.yaml'))).toContain(`"${excluded}":{"$patch":"delete"}`);
    }
  });

  test('takes nothing away from control planes that run no workloads, and gives each back what another has lost', () => {
    const cp = (name: string, address: string, dedicated: boolean) =>
      controlPlane(name, { address, machine: pi, ...(dedicated ? { taints: [{ key: taint, effect: 'NoSchedule' }] } : {}) });
    const w = worker('w', { address: '192.168.1.41', machine: computer });
    for (const minor of minors) {
      const role = (...nodes: ReturnType<typeof cp>[]) => talosFiles({ versions: releases[minor], expose: [] }, { nodes: [...nodes, w] });
      const none = role(cp('a', '192.168.1.31', true));
      const some = role(cp('a', '192.168.1.31', true), cp('b', '192.168.1.32', false), cp('c', '192.168.1.33', false));
      expect(JSON.stringify(documentsOf(none, 'controlplane-patch.yaml'))).not.toMatch(/labels|Labels|taints/);
      const node = documentsOf(some, 'nodes/a-patch.yaml');
      const [kubeNode] = ofKind(node, 'KubeNodeConfig');
      if (minor === '1.14') expect(kubeNode).toMatchObject({ labels: { [excluded]: '' }, taints: { [taint]: 'NoSchedule' } });
      else
        expect(legacyOf(node)).toMatchObject({
          machine: { nodeLabels: { [excluded]: '' } },
          cluster: { allowSchedulingOnControlPlanes: false },
        });
    }
  });
});

describe.each(minors)('every node, Talos %s', (minor) => {
  const files = talosFiles({ versions: releases[minor] });
  const node = (name: string) => documentsOf(files, `nodes/${name}-patch.yaml`);

  test('has its name, its link, its address and its way out', () => {
    const addresses = nodeNames.map((name) => {
      expect(ofKind(node(name), 'HostnameConfig')).toEqual([{ auto: 'off', hostname: name }]);
      const [link, ...more] = ofKind(node(name), 'LinkConfig');
      expect(more).toEqual([]);
      expect(link).toMatchObject({ name: name.startsWith('pi') ? 'end0' : 'enp1s0', up: true, routes: [{ gateway: '192.168.1.1' }] });
      return link?.addresses;
    });
    expect(addresses).toEqual([31, 32, 33, 41, 42].map((last) => [{ address: `192.168.1.${last}/24` }]));
  });

  test('is installed on its disk from the image of its kind', () => {
    for (const [name, device, installer] of [
      ['pi-2', '/dev/mmcblk0', piInstaller],
      ['nuc-1', '/dev/nvme0n1', plainInstaller],
    ] as const) {
      const image = `${installer}:v${releases[minor].talos}`;
      if (minor === '1.14')
        expect(ofKind(node(name), 'UnattendedInstallConfig')).toEqual([
          { installer: { image }, provisioning: { diskSelector: { match: `disk.dev_path == "${device}"` }, wipe: false } },
        ]);
      else expect(legacyOf(node(name))).toMatchObject({ machine: { install: { disk: device, image } } });
    }
  });

  test('is known to kubelet and etcd by its own address, and never by the VIP', () => {
    for (const [name, subnet] of [
      ['pi-1', '192.168.1.31/32'],
      ['nuc-2', '192.168.1.42/32'],
    ] as const) {
      const legacy = legacyOf(node(name));
      if (minor === '1.14') expect(ofKind(node(name), 'KubeNodeConfig')).toEqual([{ nodeIP: { validSubnets: [subnet] } }]);
      else expect(legacy).toMatchObject({ machine: { kubelet: { nodeIP: { validSubnets: [subnet] } } } });
      if (name === 'pi-1') expect(legacy).toMatchObject({ cluster: { etcd: { advertisedSubnets: [subnet] } } });
      else expect(JSON.stringify(node(name))).not.toContain('etcd');
    }
  });

  test('has the VIP where it is a control plane', () => {
    const vips = nodeNames.map((name) => ofKind(node(name), 'Layer2VIPConfig'));
    expect(vips).toEqual([...new Array(3).fill([{ name: '192.168.1.30', link: 'end0' }]), [], []]);
  });

  test('that is a Pi has the offloads of its network port off, and says so beside what else is known to fail', () => {
    expect(nodeNames.map((name) => ofKind(node(name), 'EthernetConfig'))).toEqual([
      ...new Array(3).fill([{ name: 'end0', features: { 'tx-generic-segmentation': false, 'tx-tcp-segmentation': false } }]),
      [],
      [],
    ]);
    expect(textOf(files, 'nodes/pi-3-patch.yaml')).toContain('# Segmentation offloads are off: with them');
    expect(textOf(files, 'nodes/pi-3-patch.yaml')).toContain('# On a Raspberry Pi 5 "talosctl upgrade" fails');
    expect(textOf(files, 'schematic-raspberry-pi-5.yaml')).toContain('the boot loader in it can not start from NVMe');
    expect(textOf(files, 'nodes/nuc-1-patch.yaml')).not.toContain('Pi');
    expect(textOf(files, 'schematic-amd64.yaml')).not.toContain('Pi');
  });

  test('that is a worker gets nothing that only control planes may have', () => {
    const kinds = [...documentsOf(files, 'worker-patch.yaml'), ...node('nuc-1')].map(({ kind }) => String(kind));
    expect(kinds.filter((kind) => controlPlaneOnly.test(kind))).toEqual([]);
    expect(controlPlaneOnly.test('KubeProxyConfig')).toBe(true);
  });

  test('has each document once in a file, but for one that deletes first', () => {
    for (const [path, text] of files) {
      if (path.endsWith('.sh')) continue;
      const keys = documentsOf(files, path).map(({ kind, name }) => JSON.stringify([kind, name]));
      const twice = keys.filter((key, i) => keys.indexOf(key) < i);
      expect([path, twice]).toEqual([path, minor === '1.14' && path === 'controlplane-patch.yaml' ? ['["KubeNodeConfig",null]'] : []]);
      expect(text).toMatch(/^#/);
    }
  });
});

describe('what a definition says of its nodes', () => {
  const nodes = [
    controlPlane('a', { address: '192.168.1.31', machine: raspberryPi5({ offloads: true }), dhcp: true }),
    worker('b', {
      address: '10.0.5.9',
      subnet: '10.0.4.0/23',
      router: '10.0.4.254',
      machine: generic({ architecture: 'arm64', interface: 'eth0', disk: { serial: 'S4 "x"' } }),
      labels: { rack: '2' },
      taints: [{ key: 'dedicated', value: 'data', effect: 'NoExecute' }],
      links: [
        { interface: 'eth1', address: '10.9.0.9/24', mtu: 9000 },
        { interface: 'eth2', address: 'dhcp' },
      ],
    }),
  ];

  test.each(minors)('comes out as Talos %s has it', (minor) => {
    const files = talosFiles(
      { versions: releases[minor], expose: [], network: flannel(), workloads: [], flows: [] },
      { nodes, flat: false, mtu: 1400, nameservers: ['192.168.1.1', '9.9.9.9'] },
    );
    const [a, b] = [documentsOf(files, 'nodes/a-patch.yaml'), documentsOf(files, 'nodes/b-patch.yaml')];
    expect(ofKind(a, 'LinkConfig')).toEqual([{ name: 'end0', up: true, mtu: 1400 }]);
    expect(ofKind(a, 'DHCPv4Config')).toEqual([{ name: 'end0' }]);
    expect(ofKind(a, 'EthernetConfig')).toEqual([]);
    expect(textOf(files, 'nodes/a-patch.yaml')).toContain('# Segmentation offloads stay on');
    expect(ofKind(b, 'LinkConfig')).toEqual([
      { name: 'eth0', up: true, mtu: 1400, addresses: [{ address: '10.0.5.9/23' }], routes: [{ gateway: '10.0.4.254' }] },
      { name: 'eth1', up: true, mtu: 9000, addresses: [{ address: '10.9.0.9/24' }] },
    ]);
    expect(ofKind(b, 'DHCPv4Config')).toEqual([{ name: 'eth2', routeMetric: 2048 }]);
    for (const role of ['controlplane', 'worker']) {
      const [resolver] = ofKind(documentsOf(files, `${role}-patch.yaml`), 'ResolverConfig');
      expect(resolver).toMatchObject({ nameservers: [{ address: '192.168.1.1' }, { address: '9.9.9.9' }] });
    }
    if (minor === '1.14') {
      const [{ labels, taints } = {}] = ofKind(b, 'KubeNodeConfig');
      expect({ labels, taints }).toEqual({ labels: { rack: '2' }, taints: { dedicated: 'data:NoExecute' } });
      expect(JSON.stringify(ofKind(b, 'UnattendedInstallConfig'))).toContain(JSON.stringify('disk.serial == "S4 \\"x\\""'));
    } else {
      expect(legacyOf(b)).toMatchObject({
        machine: {
          nodeLabels: { rack: '2' },
          kubelet: { extraConfig: { registerWithTaints: [{ key: 'dedicated', value: 'data', effect: 'NoExecute' }] } },
          install: { diskSelector: { serial: 'S4 "x"' } },
        },
      });
      expect(legacyOf(b)).not.toMatchObject({ machine: { install: { disk: expect.anything() } } });
    }
    expect(textOf(files, 'nodes/b-patch.yaml')).toContain('# A worker has its taints from when it registers');
  });

  test("a disk's pattern is one in both forms", () => {
    const files = (minor: keyof typeof releases) =>
      talosFiles(
        { versions: releases[minor], expose: [] },
        { nodes: [controlPlane('a', { address: '192.168.1.31', machine: pi, disk: { model: 'CT500*' } })] },
      );
    expect(legacyOf(documentsOf(files('1.13'), 'nodes/a-patch.yaml'))).toMatchObject({
      machine: { install: { diskSelector: { model: 'CT500*' } } },
    });
    expect(textOf(files('1.14'), 'nodes/a-patch.yaml')).toContain(`match: 'glob("CT500*", disk.model)'`);
  });

  test.each([
    ['1.12', { network: { kubespan: { enabled: true, advertiseKubernetesNetworks: true } } }, []],
    ['1.13', {}, [{ enabled: true, advertiseKubernetesNetworks: true }]],
    ['1.14', {}, [{ enabled: true, advertiseKubernetesNetworks: true }]],
  ] as const)('KubeSpan carries the pods of native routing, Talos %s', (minor, machine, documents) => {
    const files = talosFiles({ versions: releases[minor] }, { kubeSpan: true });
    for (const role of ['controlplane', 'worker']) {
      const patch = documentsOf(files, `${role}-patch.yaml`);
      expect(ofKind(patch, 'KubeSpanConfig')).toEqual(documents);
      if (minor !== '1.14') expect(legacyOf(patch)).toMatchObject({ machine });
    }
  });

  test('KubeSpan leaves the pods of a tunnel alone', () => {
    const files = talosFiles({ expose: [] }, { kubeSpan: true, flat: false });
    expect(ofKind(documentsOf(files, 'worker-patch.yaml'), 'KubeSpanConfig')).toEqual([
      { enabled: true, advertiseKubernetesNetworks: false },
    ]);
  });
});

test('a node more is a patch more, and its name in the script and with its image', () => {
  const nodes = [...(definition.platform as MetalPlatform).options.nodes, worker('nuc-3', { address: '192.168.1.43', machine: computer })];
  const [before, after] = [talosFiles(), talosFiles({}, { nodes })];
  const changed = [...after.keys()].filter((path) => before.get(path) !== after.get(path));
  expect(changed.sort()).toEqual(['configure.sh', 'create.sh', 'nodes/nuc-3-patch.yaml', 'schematic-amd64.yaml']);
});

describe("the user's own patch", () => {
  test('is for control planes, and keeps what it says of labels and taints beside what is deleted', () => {
    const patch = { apiVersion: 'v1alpha1', kind: 'KubeNodeConfig', labels: { rack: '1' }, taints: { slow: 'PreferNoSchedule' } };
    const files = talosFiles({ versions: releases['1.14'], talos: { patch } });
    expect(ofKind(documentsOf(files, 'controlplane-patch.yaml'), 'KubeNodeConfig')).toEqual([
      { labels: { [excluded]: deleted, rack: '1' }, taints: { [taint]: deleted, slow: 'PreferNoSchedule' } },
    ]);
    expect(textOf(files, 'worker-patch.yaml')).not.toContain('rack');
  });

  test('of workers reaches them alone, and that of a node its node alone, behind what Ichor says of it', () => {
    const [first, ...others] = (definition.platform as MetalPlatform).options.nodes as [Node, ...Node[]];
    const patch = [{ machine: { install: { wipe: true } } }, { apiVersion: 'v1alpha1', kind: 'TimeSyncConfig', enabled: false }];
    const nodes = [{ ...first, options: { ...first.options, patch } } as Node, ...others];
    const before = talosFiles();
    const after = talosFiles({ talos: { workerPatch: { machine: { sysctls: { 'vm.max_map_count': '262144' } } } } }, { nodes });
    const changed = [...after.keys()].filter((path) => before.get(path) !== after.get(path));
    expect(changed.sort()).toEqual([`nodes/${first.name}-patch.yaml`, 'worker-patch.yaml']);
    expect(textOf(after, 'worker-patch.yaml')).toContain('    vm.max_map_count: "262144"\n');
    const own = documentsOf(after, `nodes/${first.name}-patch.yaml`);
    expect(own.find(({ kind }) => kind === undefined)).toMatchObject({ machine: { install: { image: expect.any(String), wipe: true } } });
    expect(ofKind(own, 'TimeSyncConfig')).toEqual([{ enabled: false }]);
  });

  test('replaces what a firewall rule says, as Talos does', () => {
    const patch = { apiVersion: 'v1alpha1', kind: 'NetworkRuleConfig', name: 'apid', ingress: [{ subnet: '10.1.0.0/16' }] };
    const files = talosFiles({ talos: { patch } }, { firewall: true });
    expect(ofKind(documentsOf(files, 'controlplane-patch.yaml'), 'NetworkRuleConfig')).toContainEqual({
      name: 'apid',
      portSelector: { protocol: 'tcp', ports: [50000] },
      ingress: [{ subnet: '10.1.0.0/16' }],
    });
  });
});
