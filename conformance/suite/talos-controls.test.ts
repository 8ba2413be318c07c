import { talosMinors } from '../../lib/model';
import { cases } from '../cases';
import { judged } from '../judged';
import { pins, type TalosMinor } from '../pins';
import { askTalosOnce } from './support/talos';

const kubernetes = pins.kubernetes;

/** The patch that guides for Talos 1.13 and older show. */
const oldForm = `
cluster:
  allowSchedulingOnControlPlanes: true
  network:
    cni:
      name: none
  proxy:
    disabled: true
`;

describe('Talos tells the two forms of config apart', () => {
  test('the old form on config of 1.14 is refused, each field for the document that took its place', () => {
    const { accepted, errors } = askTalosOnce({ talos: '1.14', contract: '1.14', kubernetes, patches: [oldForm] });
    expect(accepted).toBe(false);
    expect([...errors].sort()).toEqual([
      '.cluster.allowSchedulingOnControlPlanes is already set in v1alpha1 config',
      "cluster network config in v1alpha1 config (.machine.cluster.network) can't be used with KubeFlannelCNIConfig document, please remove it to avoid conflicts",
      'cluster network config is already set in the v1alpha1 config (.machine.cluster.network). Please remove it and use only the new KubeNetworkConfig document to avoid conflicts',
      "cluster proxy config in v1alpha1 config (.machine.cluster.proxy) can't be used with KubeProxyConfig document, please remove it to avoid conflicts",
    ]);
  });

  test.each([
    ['1.12', '1.12'],
    ['1.13', '1.13'],
    ['1.14', '1.13'],
  ] as const)('the old form is accepted by Talos %s on config of %s', (talos, contract) => {
    expect(askTalosOnce({ talos, contract, kubernetes, patches: [oldForm] })).toMatchObject({
      accepted: true,
      summary: { cni: 'none', kubeProxyEnabled: false, allowSchedulingOnControlPlanes: true },
    });
  });

  test.each(['1.12', '1.13'] as const)('the new form is refused by Talos %s', (talos) => {
    const { patch } = judged(byName('Talos 1.14 with Cilium'));
    const { accepted, errors } = askTalosOnce({ talos, contract: talos, kubernetes, patches: [patch.text] });
    expect(accepted).toBe(false);
    expect(errors.join('\n')).toMatch(/"Kube\w+Config" "v1alpha1": not registered/);
  });
});

describe('Talos refuses', () => {
  const refused = (talos: TalosMinor, patch: string) => askTalosOnce({ talos, contract: talos, kubernetes, patches: [patch] });

  test.each(['1.12', '1.13', '1.14'] as const)('a misspelt field: %s', (talos) => {
    expect(refused(talos, 'machine:\n  sysctl:\n    a: b\n').errors.join('\n')).toMatch(/unknown keys found during decoding/);
  });

  test.each([
    ['1.12', 'machine:\n  features:\n    hostDNS:\n      forwardKubeDNSToHost: false\n'],
    ['1.13', 'machine:\n  features:\n    hostDNS:\n      forwardKubeDNSToHost: false\n'],
    ['1.14', 'apiVersion: v1alpha1\nkind: ResolverConfig\nhostDNS:\n  forwardKubeDNSToHost: false\n'],
  ] as const)('host DNS in a container that does not forward: %s', (talos, patch) => {
    expect(refused(talos, patch).errors.join('\n')).toMatch(
      /forward kube-dns to host in container mode|forwardKubeDNSToHost must be enabled/,
    );
  });

  test.each(['1.12', '1.13', '1.14'] as const)('a user volume with a name of more than 34 characters: %s', (talos) => {
    const volume = (name: string) => `apiVersion: v1alpha1\nkind: UserVolumeConfig\nname: ${name}\nvolumeType: directory\n`;
    expect(refused(talos, volume('a'.repeat(34)))).toMatchObject({ accepted: true });
    expect(refused(talos, volume('a'.repeat(35)))).toMatchObject({ accepted: false });
    expect(refused(talos, volume('a.b'))).toMatchObject({ accepted: false });
  });
});

/** What the project has to find itself, since Talos says nothing of it. */
describe.each(['1.12', '1.13', '1.14'] as const)('on metal Talos %s takes', (talos) => {
  const taken = (type: 'controlplane' | 'worker', patch: string) =>
    askTalosOnce({ talos, contract: talos, kubernetes, mode: 'metal', type, patches: [`apiVersion: v1alpha1\n${patch}`] });

  test.each([
    ['a VIP on a worker', 'worker', 'kind: Layer2VIPConfig\nname: 192.168.1.30\nlink: end0\n'],
    ['packets that no Ethernet carries', 'worker', 'kind: LinkConfig\nname: end0\nmtu: 99999\n'],
    [
      'a router that the link has no way to',
      'worker',
      'kind: LinkConfig\nname: end0\naddresses: [{address: 192.168.1.31/24}]\nroutes: [{gateway: 10.0.0.1}]\n',
    ],
    ['a switch that no kernel has', 'controlplane', 'kind: EthernetConfig\nname: end0\nfeatures: {tso: false}\n'],
    [
      'a rule of the firewall that lets nobody in',
      'controlplane',
      'kind: NetworkRuleConfig\nname: a\nportSelector: {ports: [80], protocol: tcp}\n',
    ],
  ] as const)('%s', (_, type, patch) => {
    expect(taken(type, patch)).toMatchObject({ accepted: true, errors: [], warnings: [] });
  });

  test.each([
    ['a host name beside the one that Talos makes up', 'kind: HostnameConfig\nhostname: pi-1\n', /'auto' and 'hostname' cannot be set/],
    ['an address without its length', 'kind: LinkConfig\nname: end0\naddresses: [{address: 192.168.1.31}]\n', /no '\/'/],
    ['a VIP without a link', 'kind: Layer2VIPConfig\nname: 192.168.1.30\n', /link must be specified/],
  ] as const)('but not %s', (_, patch, why) => {
    expect(taken('controlplane', patch).errors.join('\n')).toMatch(why);
  });
});

/** A node refuses newer releases than the table has. Of older ones Talos 1.14 still runs 1.32, which its support matrix no longer names. */
describe('the Kubernetes releases of the tables run on Talos, and no newer ones do', () => {
  const ends = (Object.keys(pins.talos) as TalosMinor[]).map((talos) => {
    const [oldest, newest] = (talosMinors[talos]?.kubernetes ?? []).map((minor) => Number(minor.split('.')[1]));
    return [talos, oldest as number, newest as number] as const;
  });
  const unsupported = (talos: TalosMinor, minor: number) =>
    askTalosOnce({ talos, contract: talos, kubernetes: `1.${minor}.0`, patches: [] }).kubernetesUnsupported;

  test.each(ends)('Talos %s: Kubernetes 1.%i to 1.%i', (talos, oldest, newest) => {
    for (let minor = oldest; minor <= newest; minor++) expect(unsupported(talos, minor)).toBeUndefined();
    expect(unsupported(talos, newest + 1)).toMatch(/is too new/);
    expect(unsupported(talos, oldest - 2)).toMatch(/is too old/);
  });
});

function byName(name: string) {
  const found = cases.find((c) => c.name === name);
  if (found === undefined) throw new Error(`there is no case '${name}'`);
  return found;
}
