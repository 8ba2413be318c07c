import { network, small } from './support/definitions';
import { board, box, onMetal, rack } from './support/metal';
import { found, inValues, type Refusal } from './support/refusal';

const values = (given: object, nodes?: readonly unknown[]) =>
  nodes === undefined
    ? small({ network: network({ values: given }) })
    : onMetal({ network: network({ values: given, hubble: { relay: true, ui: true } }), platform: rack({ nodes }) });
const closed = { taints: [{ key: 'dedicated', value: 'storage', effect: 'NoSchedule' }] };
const tainted = [board(), box({ ...closed, labels: { disk: 'large' } })];
const any = [{ operator: 'Exists' }];
const dedicated = [{ key: 'dedicated', operator: 'Exists' }];
const onDisk = { nodeSelector: { disk: 'large' } };
const usual = [
  { key: 'node-role.kubernetes.io/control-plane', operator: 'Exists' },
  { key: 'node.kubernetes.io/not-ready', operator: 'Exists' },
];

/** Where the parts of Cilium can run. */
export const placements: readonly Refusal[] = [
  {
    title: 'agents that wait for nodes to be Ready',
    given: values({ tolerations: [] }),
    finds: [
      found(
        'INV019',
        inValues('tolerations'),
        "every node has the taint 'node.kubernetes.io/not-ready' until Cilium runs, and the agents are not to tolerate it: such a node has no network and never gets Ready",
        "leave it out, or write [{ operator: 'Exists' }]",
      ),
    ],
    twin: values({ tolerations: any }),
  },
  {
    title: 'agents that leave out a node',
    given: values({ tolerations: usual }, tainted),
    finds: [
      found(
        'INV019',
        inValues('tolerations'),
        "the agents are not to tolerate 'dedicated', which 'w-1' has: such a node has no network and never gets Ready",
        "leave it out, or write [{ operator: 'Exists' }]",
        ['platform.nodes'],
      ),
    ],
    twin: values({ tolerations: [...usual, ...dedicated] }, tainted),
  },
  {
    title: 'Envoy that leaves out a node',
    given: values({ envoy: { tolerations: [] } }, tainted),
    finds: [
      found(
        'INV019',
        inValues('envoy.tolerations'),
        "Envoy is not to tolerate 'dedicated', which 'w-1' has: nothing on such a node passes limits or gateways",
        "leave it out, or write [{ operator: 'Exists' }]",
        ['platform.nodes'],
      ),
    ],
    twin: values({ envoy: { tolerations: dedicated } }, tainted),
  },
  {
    title: 'an operator that waits for nodes to be Ready',
    given: values({ operator: { tolerations: usual.slice(0, 1) } }),
    finds: [
      found(
        'INV019',
        inValues('operator.tolerations'),
        "every node has the taint 'node.kubernetes.io/not-ready' until Cilium runs, and the operator is not to tolerate it: Cilium's kinds are never there, and agents wait for them for ever",
        "leave it out, or add { key: 'node.kubernetes.io/not-ready', operator: 'Exists' }",
      ),
    ],
    twin: values({ operator: { tolerations: usual } }),
  },
  {
    title: 'an operator on nodes that it does not tolerate',
    given: values({ operator: onDisk }, tainted),
    finds: [
      found(
        'INV019',
        inValues('operator.tolerations'),
        "the operator is not to tolerate 'dedicated', which 'w-1' has: Cilium's kinds are never there, and agents wait for them for ever",
        'write tolerations for it, or leave out nodeSelector',
        ['platform.nodes'],
      ),
    ],
    twin: values({ operator: { ...onDisk, replicas: 1, tolerations: [...usual, ...dedicated] } }, tainted),
  },
  {
    title: 'certificates, relay and page on a node that they do not tolerate',
    given: values({ certgen: onDisk, hubble: { relay: onDisk, ui: onDisk } }, tainted),
    finds: [
      found(
        'INV019',
        inValues('certgen.tolerations'),
        "certgen is not to tolerate 'dedicated', which 'w-1' has: Hubble's certificates are never made",
        'write tolerations for it, or leave out nodeSelector',
        ['platform.nodes'],
      ),
      found(
        'INV019',
        inValues('hubble.relay.tolerations'),
        "Hubble's relay is not to tolerate 'dedicated', which 'w-1' has: it stays Pending, and helm --wait with it",
        'write tolerations for it, or leave out nodeSelector',
        ['platform.nodes'],
      ),
      found(
        'INV019',
        inValues('hubble.ui.tolerations'),
        "Hubble's UI is not to tolerate 'dedicated', which 'w-1' has: it stays Pending, and helm --wait with it",
        'write tolerations for it, or leave out nodeSelector',
        ['platform.nodes'],
      ),
    ],
    twin: values(
      {
        certgen: { ...onDisk, tolerations: dedicated },
        hubble: { relay: { ...onDisk, tolerations: any }, ui: { ...onDisk, tolerations: dedicated } },
      },
      tainted,
    ),
  },
  {
    title: 'a relay for nodes that are not there',
    given: values({ hubble: { relay: onDisk } }, [board(), box()]),
    finds: [
      {
        ...found(
          'INV019',
          inValues('hubble.relay.nodeSelector'),
          "no node is known to have the labels 'disk: large' that Hubble's relay is bound to: it stays Pending, and helm --wait with it",
          'write labels: { … } for a node, or leave out nodeSelector',
          ['platform.nodes'],
        ),
        severity: 'warning',
      },
    ],
    twin: values({ hubble: { relay: onDisk } }, [board(), box({ labels: { disk: 'large' } })]),
  },
];
