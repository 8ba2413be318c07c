import { cilium, flannel, localPath } from 'ichor';
import { filesOf } from 'ichor/testing';
import { parseAllDocuments } from 'yaml';
import { variant } from '../support/joelclaw';

type Document = Record<string, unknown>;

function patchOf(changes: Parameters<typeof variant>[0]): Document[] {
  const text = filesOf(variant(changes)).get('joelclaw/talos/controlplane-patch.yaml') as string;
  return parseAllDocuments(text).map((document) => document.toJS());
}

const v113 = { talos: '1.13.9', kubernetes: '1.36.3' };
const v114 = { talos: '1.14.2', kubernetes: '1.36.3' };
const volume = { apiVersion: 'v1alpha1', kind: 'UserVolumeConfig', name: 'local-path-provisioner', volumeType: 'directory' };

describe('config of contract 1.13', () => {
  test('is one v1alpha1 document, beside documents that it always knew', () => {
    expect(patchOf({ versions: v113 })).toEqual([
      {
        machine: {
          features: {
            hostDNS: { enabled: true, forwardKubeDNSToHost: true, resolveMemberNames: true },
            kubePrism: { enabled: true, port: 7445 },
          },
        },
        cluster: {
          allowSchedulingOnControlPlanes: true,
          apiServer: { extraArgs: { 'service-node-port-range': '30000-32767' } },
          network: { cni: { name: 'none' }, dnsDomain: 'cluster.local', podSubnets: ['10.244.0.0/16'], serviceSubnets: ['10.96.0.0/12'] },
          proxy: { disabled: true },
        },
      },
      volume,
    ]);
  });

  test('is also what a cluster speaks that was upgraded to 1.14', () => {
    expect(patchOf({ versions: { ...v114, talosContract: '1.13' } })).toEqual(patchOf({ versions: v113 }));
  });

  test('keeps Flannel and kube-proxy with flannel()', () => {
    expect(patchOf({ network: flannel() })[0]).toMatchObject({
      cluster: { network: { cni: { name: 'flannel' } }, proxy: { disabled: false } },
    });
  });

  test('mounts a folder outside of /var/mnt into the kubelet', () => {
    const documents = patchOf({ versions: v113, storage: localPath({ path: '/var/local-path-provisioner' }) });
    expect(documents).toHaveLength(1);
    expect(documents[0]).toMatchObject({
      machine: {
        kubelet: {
          extraMounts: [
            {
              destination: '/var/local-path-provisioner',
              type: 'bind',
              source: '/var/local-path-provisioner',
              options: ['bind', 'rshared', 'rw'],
            },
          ],
        },
      },
    });
  });
});

describe('config of contract 1.14', () => {
  test('is one document for each concern, and no v1alpha1 field', () => {
    expect(patchOf({ versions: v114 })).toEqual([
      { apiVersion: 'v1alpha1', kind: 'KubeFlannelCNIConfig', $patch: 'delete' },
      {
        apiVersion: 'v1alpha1',
        kind: 'KubeNetworkConfig',
        dnsDomain: 'cluster.local',
        podSubnets: ['10.244.0.0/16'],
        serviceSubnets: ['10.96.0.0/12'],
      },
      { apiVersion: 'v1alpha1', kind: 'KubeNodeConfig', taints: { $patch: 'delete' } },
      { apiVersion: 'v1alpha1', kind: 'KubePrismConfig', port: 7445 },
      { apiVersion: 'v1alpha1', kind: 'KubeProxyConfig', enabled: false },
      { apiVersion: 'v1alpha1', kind: 'ResolverConfig', hostDNS: { enabled: true, forwardKubeDNSToHost: true, resolveMemberNames: true } },
      { apiVersion: 'v1alpha1', kind: 'KubeAPIServerConfig', extraArgs: { 'service-node-port-range': '30000-32767' } },
      volume,
    ]);
  });

  test('keeps Flannel by not deleting its document', () => {
    const kinds = patchOf({ versions: v114, network: flannel() });
    expect(kinds.map((d) => d.kind)).not.toContain('KubeFlannelCNIConfig');
    expect(kinds).toContainEqual({ apiVersion: 'v1alpha1', kind: 'KubeProxyConfig', enabled: true });
  });
});

describe('what the definition says once', () => {
  const network = cilium({
    version: '1.20.2',
    pods: '10.42.0.0/16',
    services: '10.43.0.0/16',
    nodePorts: '30000-31999',
    dnsDomain: 'home.arpa',
  });

  test.each([
    ['1.13', v113],
    ['1.14', v114],
  ])('reaches the patch of contract %s', (_, versions) => {
    const text = JSON.stringify(patchOf({ versions, network, talos: { kubePrismPort: 7446 } }));
    for (const value of ['10.42.0.0/16', '10.43.0.0/16', '30000-31999', 'home.arpa', '"port":7446']) expect(text).toContain(value);
  });
});

describe("the user's own patch", () => {
  test('is merged into documents of the same kind, since a patch file holds each only once; lists grow', () => {
    const [first] = patchOf({
      storage: localPath({ path: '/var/volumes' }),
      talos: {
        patch: [
          { machine: { kubelet: { extraMounts: [{ destination: '/var/other' }] }, sysctls: { 'vm.max_map_count': '262144' } } },
          { machine: { sysctls: { 'fs.inotify.max_user_watches': '1048576' } } },
        ],
      },
    });
    expect(first).toMatchObject({
      machine: {
        kubelet: { extraMounts: [expect.objectContaining({ destination: '/var/volumes' }), { destination: '/var/other' }] },
        sysctls: { 'vm.max_map_count': '262144', 'fs.inotify.max_user_watches': '1048576' },
      },
    });
  });

  test('keeps null, by which a strategic merge patch says something', () => {
    const text = filesOf(variant({ talos: { patch: { machine: { nodeLabels: { role: null } } } } })).get(
      'joelclaw/talos/controlplane-patch.yaml',
    );
    expect(text).toContain('    role: null\n');
  });
});
