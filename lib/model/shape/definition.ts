import type { ClusterDefinition, TalosOptions, UserRule, VersionOptions } from '../cluster';
import type { ArgocdOptions } from '../gitops/argocd';
import type { FluxOptions } from '../gitops/flux';
import type { CiliumOptions, HubbleExportOptions, HubbleOptions, HubbleUiOptions } from '../network/cilium';
import type { SubnetOptions } from '../network/subnets';
import type { RoleAddresses } from '../peers';
import type { DockerOptions } from '../platform/docker';
import type { MetalOptions } from '../platform/metal';
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
import { exposure, gateway, outsideClients } from './exposure';
import { node } from './node';
import { object } from './object';
import { patch } from './patch';
import { secret } from './secret';
import { flow, listedWorkload, namespaceValue, role, roleBinding } from './values';
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
      options<HubbleOptions>({
        relay: optional(flag),
        ui: optional(
          either(
            'true, false or an object',
            "write true, or { hostname: '…', via: gateway(…), from: … }",
            flag,
            options<HubbleUiOptions>({ hostname: required(text), via: required(gateway), from: required(outsideClients) }),
          ),
        ),
        metrics: optional(either('true, false or a list', "write true, or ['dns', 'drop']", flag, list(text))),
        serviceMonitors: optional(flag),
        dashboards: optional(flag),
        export: optional(
          either(
            'true, false or an object',
            "write true, or { verdicts: ['DROPPED'] }",
            flag,
            options<HubbleExportOptions>({
              path: optional(text),
              verdicts: optional(list(choice(['FORWARDED', 'DROPPED', 'AUDIT', 'REDIRECTED', 'ERROR']))),
            }),
          ),
        ),
      }),
    ),
  ),
  id: optional(number),
  routing: optional(choice(['native', 'tunnel'])),
  loadBalancer: optional(choice(['dsr', 'snat'])),
  encryption: optional(choice(['wireguard'])),
  resources: optional(resources),
  values: optional(data),
});

const repositoryShape = {
  url: required(text),
  secretRef: optional(secret),
  branch: optional(text),
  path: optional(text),
  version: optional(text),
};

const fluxOptions = options<FluxOptions>({ ...repositoryShape, interval: optional(text), chart: optional(choice(['helm', 'oci'])) });
const argocdOptions = options<ArgocdOptions>(repositoryShape);

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

const metalOptions = options<MetalOptions>({
  nodes: required(list(node)),
  subnet: required(text),
  router: optional(text),
  flat: optional(flag),
  dhcpRange: optional(text),
  vip: optional(text),
  nameservers: optional(list(text)),
  mtu: optional(number),
  kubeSpan: optional(flag),
  firewall: optional(flag),
});

const onePlatform = made(
  { docker: 'docker({ … })', metal: 'metal({ … })' },
  { docker: members({ options: dockerOptions }), metal: members({ options: metalOptions }) },
);

const platform: Check = (value, path, report) => {
  if (!Array.isArray(value)) onePlatform(value, path, report);
  else
    report.add('PLT008', path, "a cluster has one platform: nodes elsewhere have no route to the network of Docker's containers", {
      repair: 'write one platform, and a cluster of its own for each other',
    });
};

/** Looks at the shape of a whole definition: every option known, every value of the kind that is wanted. */
export const definitionShape: Check = options<ClusterDefinition>({
  name: required(text),
  versions: required(options<VersionOptions>({ talos: required(text), kubernetes: required(text), talosContract: optional(text) })),
  platform: required(platform),
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
      patch: optional(patch),
      workerPatch: optional(patch),
    }),
  ),
  gitops: optional(
    made(
      { flux: 'flux({ url: … })', argocd: 'argocd({ url: … })' },
      { flux: members({ options: fluxOptions }), argocd: members({ options: argocdOptions }) },
    ),
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
