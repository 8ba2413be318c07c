import { defineCluster } from 'ichor';
import joelclaw from '../../clusters/joelclaw';
import { joelclawWith, network, platform, small } from './support/definitions';
import { found, type Refusal } from './support/refusal';

/** The definition as a whole, its name, and several mistakes at once. */
export const definitions: readonly Refusal[] = [
  {
    title: 'nothing is exported',
    given: undefined,
    file: 'clusters/small.ts',
    finds: [found('DEF001', '', 'the default export is not a cluster', 'write export default defineCluster({ … })')],
    twin: small(),
  },
  {
    title: 'a definition without defineCluster',
    given: joelclaw.definition,
    file: 'clusters/joelclaw.ts',
    finds: [found('DEF001', '', 'the default export is not a cluster', 'write export default defineCluster({ … })')],
    twin: joelclaw,
  },
  {
    title: 'a cluster in a list',
    given: [joelclaw],
    file: 'clusters/joelclaw.ts',
    finds: [found('DEF001', '', 'the default export is not a cluster', 'write export default defineCluster({ … })')],
    twin: joelclaw,
  },
  {
    title: 'a cluster of nothing',
    given: { kind: 'cluster', definition: null },
    file: 'clusters/small.ts',
    finds: [found('DEF003', '', 'null is not a plain object', 'write a plain object')],
    twin: small(),
  },
  {
    title: 'an empty definition',
    given: defineCluster({} as never),
    file: 'clusters/small.ts',
    finds: [
      found('DEF006', 'name', "'name' is missing", 'write name: …'),
      found('DEF006', 'network', "'network' is missing", 'write network: …'),
      found('DEF006', 'platform', "'platform' is missing", 'write platform: …'),
      found('DEF006', 'versions', "'versions' is missing", 'write versions: …'),
    ],
    twin: small(),
  },
  {
    title: 'a name that is not that of the file',
    given: small({ name: 'smal' }),
    file: 'clusters/small.ts',
    finds: [found('DEF002', 'name', "'smal' stands in a file named 'small'", "write 'small', or rename the file to smal.ts")],
    twin: small(),
  },
  {
    title: 'a name that Cilium does not take',
    given: small({ name: 'My_Cluster' }),
    file: 'clusters/My_Cluster.ts',
    finds: [
      found(
        'NAM001',
        'name',
        "'My_Cluster' must consist of lower-case letters, digits and -, and begin and end with a letter or digit",
        'write another name, and rename the file with it',
      ),
    ],
    twin: small(),
  },
  {
    title: 'a name over the limit',
    given: small({ name: 'a'.repeat(33) }),
    file: `clusters/${'a'.repeat(33)}.ts`,
    finds: [
      found(
        'NAM001',
        'name',
        "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' has 33 characters; Cilium's limit is 32",
        'write another name, and rename the file with it',
      ),
    ],
    twin: small({ name: 'a'.repeat(32) }),
  },
  {
    title: 'several mistakes at once: all of them, errors first, then by place',
    given: joelclawWith({
      name: 'joelclawd',
      versions: { talos: '1.14.9', kubernetes: '1.36.3' },
      platform: platform({ subnet: '10.96.7.0/24', memory: '6 GB of it', hostIp: '0.0.0.0' }),
      network: network({ pods: '10.244.0.5/16', nodePorts: 'all', hubble: { relay: false, ui: true }, hubbel: {} }),
      policy: 'enforce',
    }),
    file: 'clusters/joelclaw.ts',
    finds: [
      found('DEF002', 'name', "'joelclawd' stands in a file named 'joelclaw'", "write 'joelclaw', or rename the file to joelclawd.ts"),
      found('DEF004', 'network.hubbel', "there is no option 'hubbel'", "write 'hubble'"),
      found(
        'HUB001',
        'network.hubble.ui',
        "Hubble's UI reads from its relay, which is switched off",
        'leave out relay: false, or ui: true',
        ['network.hubble.relay'],
      ),
      found('NET006', 'network.nodePorts', "'all' is not a range of ports", "write it as '30000-32767'"),
      found('NET004', 'network.pods', "'10.244.0.5/16' has host bits set", "write '10.244.0.0/16'"),
      found('PLT001', 'platform.memory', "'6 GB of it' is not a size as talosctl takes it", "write it as '6GiB'"),
      found(
        'INV031',
        'platform.subnet',
        "'10.96.7.0/24' (Docker's network) overlaps '10.96.0.0/12' (services): packets would go to the wrong one",
        'write ranges that share no address',
        ['network.services'],
      ),
      found('DEF004', 'policy', "there is no option 'policy'", "write 'policies'"),
      found(
        'PLT005',
        'platform.hostIp',
        "'0.0.0.0' publishes every exposed port to whoever can reach the host; where Docker runs in a virtual machine, pods can't tell them from the host",
        "write '127.0.0.1', or accept it",
      ),
      found(
        'VER003',
        'versions.talos',
        "Talos '1.14.9' is newer than Ichor's tables, which end at 1.14.3: its known faults aren't known",
        "write '1.14.3', or accept it",
      ),
    ],
    twin: joelclawWith({}),
  },
];
