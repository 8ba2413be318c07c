import { layout, type MetalModel, type Model, type NodeModel } from '../lib/model';
import { kubectl, talosctl } from './commands';
import { hasSecrets } from './configure';
import { type Command, output, type Probe, type Step, state, step } from './plan';

/** One of the verbs of the script beside the patches, which knows how a machine gets its config. */
function script(model: Model, ...args: readonly string[]): Command {
  const [verb = '', ...rest] = args;
  const path = layout.createScript(model.name).replace(model.name, '');
  return { program: 'sh', args: [[output, path], verb, ...(verb === 'images' ? [] : [state]), ...rest] };
}

/** The steps that bring up machines: their images, config and etcd. */
export function metalSteps(model: Model, platform: MetalModel): Step[] {
  const controlPlanes = platform.nodes.filter(({ role }) => role === 'control-plane');
  return [
    step({
      id: 'images',
      title: 'Have Image Factory make the images',
      why: 'It serves an image only once it was given its schematic; the same schematic again is the same image.',
      run: [script(model, 'images')],
    }),
    configStep(model),
    ...platform.nodes.map((node) => nodeStep(model, node)),
    step({
      id: 'bootstrap',
      title: `Start etcd on ${controlPlanes[0]?.name}`,
      why: 'Once in the life of a cluster: a second time would make a second etcd, so all control planes are asked first.',
      done: [etcdRuns(controlPlanes[0]?.address ?? '')],
      run: [script(model, 'bootstrap')],
      within: 300,
      founds: true,
      undo: 'talosctl reset of every control plane, which deletes the cluster',
    }),
    step({
      id: 'kubeconfig',
      title: 'Fetch the kubeconfig',
      why: 'Everything else goes through the API server; nodes stay NotReady and CoreDNS Pending until Cilium runs, which is normal.',
      done: [{ command: kubectl('get', '--raw', '/readyz'), shows: ['^ok'] }],
      run: [script(model, 'kubeconfig')],
      undo: 'delete the file',
    }),
  ];
}

/** The steps that bring in the machines that the definition has and the cluster lacks. */
export function addNodeSteps(model: Model, platform: MetalModel): Step[] {
  return [
    step({
      id: 'secrets',
      title: 'Look for the secrets of the cluster',
      why: 'A node joins only with the secrets that the others were made with; new ones would make another cluster.',
      needs: [hasSecrets('without it no node can be added')],
    }),
    configStep(model),
    ...platform.nodes.flatMap((node) => [
      { ...nodeStep(model, node), title: `Bring in ${node.name}`, spared: isNode(node) },
      step({
        id: `joined-${node.name}`,
        title: `Wait until ${node.name} is a node of the cluster`,
        why: 'Its kubelet says so as soon as it has found the API server.',
        done: [isNode(node)],
        within: 900,
      }),
    ]),
  ];
}

function configStep(model: Model): Step {
  return step({
    id: 'config',
    title: 'Make the secrets, and try the machine config',
    why: 'The secrets are made once and kept for good, in a folder that nobody but you can read. With the patches they are the config of each node, which Talos has to take; it is not kept.',
    run: [script(model, 'config')],
    undo: 'delete the talosconfig; secrets.yaml only while no machine was made with it',
  });
}

/** A node that has its config answers whoever has the talosconfig, and nobody else. */
function hasConfig({ address }: NodeModel): Probe {
  return { command: talosctl(address, 'version', '--short') };
}

/** A node of the cluster may be switched off, and has nothing to get. */
function isNode({ name }: NodeModel): Probe {
  return { command: kubectl('get', 'node', name, '--output', 'name') };
}

function etcdRuns(address: string): Probe {
  return { command: talosctl(address, 'service', 'etcd'), shows: ['^STATE +Running'] };
}

function nodeStep(model: Model, node: NodeModel): Step {
  const { name, address, role } = node;
  return step({
    id: `node-${name}`,
    title: `Give ${name} its config`,
    why: `It becomes a ${role === 'worker' ? 'worker' : 'control plane'} at ${address}.`,
    done: [hasConfig(node)],
    byHand: {
      text: `Boot ${name} from its image. Where its screen shows another address than ${address}, run talos/create.sh apply STATE ${name} ADDRESS yourself.`,
      until: { command: { program: 'talosctl', args: ['--nodes', address, 'version', '--insecure', '--short'] } },
    },
    run: [script(model, 'apply', name)],
    within: 900,
    undo: `talosctl reset of ${name}, which deletes what is on its disk`,
  });
}
