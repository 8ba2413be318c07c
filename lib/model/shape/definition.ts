import type { ClusterDefinition, TalosOptions, UserRule, VersionOptions } from '../cluster';
import type { CiliumOptions, HubbleOptions } from '../network/cilium';
import type { SubnetOptions } from '../network/subnets';
import type { RoleAddresses } from '../peers';
import type { DockerOptions } from '../platform/docker';
import type { LocalPathOptions } from '../storage';
import {
  amount,
  type Check,
  callable,
  choice,
  data,
  either,
  flag,
  list,
  literal,
  made,
  members,
  number,
  optional,
  options,
  required,
  text,
} from './check';
import { object } from './object';
import { exposure, flow, listedWorkload, namespaceValue, role, roleBinding } from './values';
import { resources, stage } from './workload';

const subnetShape = { pods: optional(text), services: optional(text), nodePorts: optional(text), dnsDomain: optional(text) };

const flannelOptions = options<SubnetOptions>(subnetShape);
const ciliumOptions = options<CiliumOptions>({
  ...subnetShape,
  version: required(text),
  hubble: optional(
    either(
      'an object or false',
      'write { relay: true, ui: true }, or false',
      literal(false),
      options<HubbleOptions>({ relay: optional(flag), ui: optional(flag) }),
    ),
  ),
  resources: optional(resources),
  values: optional(data),
});

const dockerOptions = options<DockerOptions>({
  host: optional(role),
  provider: required(choice(['colima', 'docker-desktop', 'engine', 'other'])),
  hostAddress: optional(options<RoleAddresses>({ in: optional(text), out: optional(text) })),
  hostIp: optional(text),
  memory: required(text),
  cpus: optional(amount),
  subnet: optional(text),
  nodes: optional(made({ nodes: 'controlPlanes(1)' }, { nodes: members({ controlPlanes: number }) })),
});

/** Looks at the shape of a whole definition: every option known, every value of the kind that is wanted. */
export const definitionShape: Check = options<ClusterDefinition>({
  name: required(text),
  versions: required(options<VersionOptions>({ talos: required(text), kubernetes: required(text), talosContract: optional(text) })),
  platform: required(made({ docker: 'docker({ … })' }, { docker: members({ options: dockerOptions }) })),
  network: required(
    made(
      { cilium: "cilium({ version: '…' })", flannel: 'flannel()' },
      { cilium: members({ options: ciliumOptions }), flannel: members({ options: flannelOptions }) },
    ),
  ),
  storage: optional(
    made(
      { 'local-path': 'localPath()', existing: "existingStorage('…')" },
      { 'local-path': members({ options: options<LocalPathOptions>({ path: optional(text) }) }), existing: members({ className: text }) },
    ),
  ),
  namespaces: optional(list(namespaceValue)),
  workloads: optional(list(listedWorkload)),
  expose: optional(list(exposure)),
  flows: optional(list(flow)),
  roles: optional(list(roleBinding)),
  policies: optional(stage),
  talos: optional(
    options<TalosOptions>({
      kubePrismPort: optional(number),
      patch: optional(either('an object or a list of objects', 'write a document as a plain object', list(data), data)),
    }),
  ),
  objects: optional(list(object)),
  manifests: optional(list(made({ manifests: "manifests('…')" }, { manifests: members({ path: text }) }))),
  accept: optional(
    list(made({ acceptance: "accept('ABC123', path, reason)" }, { acceptance: members({ id: text, path: text, reason: text }) })),
  ),
  rules: optional(
    list(
      options<UserRule>({
        id: required(text),
        title: required(text),
        severity: required(choice(['error', 'warning', 'info'])),
        needs: required(list(text)),
        source: optional(text),
        check: required(callable),
      }),
    ),
  ),
});
