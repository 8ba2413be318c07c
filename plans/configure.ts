import { type DockerModel, layout, type MetalModel, type Model, type NodeModel, talosImage } from '../lib/model';
import { kubectl, talosctl } from './commands';
import { type Command, literally, output, type Requirement, type Step, state, step } from './plan';

/** One of the verbs of the script beside the patches that changes nodes which run. */
function script(model: Model, verb: 'same' | 'show' | 'change' | 'etcd', ...node: readonly string[]): Command {
  const path = layout.configureScript(model.name).replace(model.name, '');
  return { program: 'sh', args: [[output, path], verb, state, ...node] };
}

/** The steps that bring changed config to machines that run, one node at a time, workers last. */
export function configureSteps(model: Model, platform: MetalModel): Step[] {
  const inOrder = [...platform.nodes].sort((a, b) => Number(a.role === 'worker') - Number(b.role === 'worker'));
  return [
    step({
      id: 'secrets',
      title: 'Look for the secrets of the cluster',
      why: 'Nodes are given their whole config, which is made of the secrets that they were made with.',
      needs: [hasSecrets('without it the config of no node can be changed')],
    }),
    ...inOrder.map((node) => nodeStep(model, node)),
  ];
}

/** The steps that bring changed config to a container that runs; what belongs to the container itself is refused. */
export function configureContainerSteps(model: Model, platform: DockerModel): Step[] {
  const container = `${model.name}-controlplane-1`;
  const inspected = (field: string, shows: string, what: string): Requirement => ({
    command: { program: 'docker', args: ['container', 'inspect', '--format', `{{${field}}}`, container] },
    shows: [`^${literally(shows)}$`],
    otherwise: `${container} is there with ${what}, which belongs to the container: ${anew(model)}`,
  });
  return [
    step({
      id: 'container',
      title: 'Look at the container',
      why: 'Its image, memory, CPUs, subnet and ports were given to it when it was made, and nothing changes them afterwards.',
      needs: [
        {
          command: { program: 'docker', args: ['container', 'inspect', '--format', '{{.State.Status}}', container] },
          shows: ['^running$'],
          otherwise: `${container} does not run: docker start ${container}, or ichor apply create`,
        },
        inspected('.Config.Image', `${talosImage}:v${model.versions.talos}`, `another image than ${talosImage}:v${model.versions.talos}`),
        inspected('.HostConfig.Memory', String(platform.memory.bytes), `other memory than ${platform.memory.text}`),
        inspected('.HostConfig.NanoCpus', String(Math.round(platform.cpus * 1e9)), `another number of CPUs than ${platform.cpus}`),
        {
          command: {
            program: 'docker',
            args: ['network', 'inspect', '--format', '{{range .IPAM.Config}}{{println .Subnet}}{{end}}', model.name],
          },
          shows: [`^${literally(platform.subnet)}$`],
          otherwise: `the network ${model.name} has another subnet than ${platform.subnet}, which belongs to it: ${anew(model)}`,
        },
        ...model.exposures.map((exposure): Requirement => {
          const inside = `${exposure.containerPort}/${exposure.protocol.toLowerCase()}`;
          return {
            command: { program: 'docker', args: ['port', container, inside] },
            shows: [`^${literally(`${platform.hostIp}:${exposure.hostPort}`)}$`],
            otherwise: `port ${exposure.hostPort} of ${platform.hostIp} does not lead to ${inside} of ${container}, and ports belong to the container: ${anew(model)}`,
          };
        }),
      ],
    }),
    step({
      id: `configure-${container}`,
      title: 'Bring the config of the container up to date',
      why: 'The patch is merged into the config that it has, with its secrets. It is tried: the node goes back by itself unless it still answers.',
      done: [{ command: script(model, 'same', container) }],
      preview: script(model, 'show', container),
      confirm: `Give ${container} this config?`,
      run: [script(model, 'change', container), kubectl('wait', '--for', 'condition=Ready', 'nodes', '--all', '--timeout', '10m')],
      undo: 'the same with the definition as it was before, as far as it says something else in the same places',
      outage: 'what is configured anew restarts',
    }),
  ];
}

/** What a new container takes. */
function anew({ name }: Model): string {
  return `it takes a new one, by talosctl cluster destroy --name ${name}, which deletes its data, and ichor apply create`;
}

/** Whether the bundle of secrets is in the state folder. */
export function hasSecrets(without: string): Requirement {
  return {
    command: { program: 'test', args: ['-s', [state, '/secrets.yaml']] },
    otherwise: `secrets.yaml of this cluster is not there: bring it back, since ${without}`,
  };
}

function nodeStep(model: Model, node: NodeModel): Step {
  const { name, address, role } = node;
  return step({
    id: `configure-${name}`,
    title: `Bring the config of ${name} up to date`,
    why: 'It is held against the config that the node has, and given as a whole where that differs. What needs no reboot is tried: the node goes back by itself unless it still answers.',
    needs: [
      {
        command: talosctl(address, 'version', '--short'),
        otherwise: `${name} does not answer at ${address}: start it, or where its address is to change, take it out and bring it in again`,
      },
      ...(role === 'worker'
        ? []
        : [
            {
              command: script(model, 'etcd'),
              otherwise: 'etcd is not healthy on all control planes: no further one is changed before it is',
            },
          ]),
    ],
    done: [{ command: script(model, 'same', name) }],
    preview: script(model, 'show', name),
    confirm: `Give ${name} this config? The first lines say whether it reboots.`,
    run: [script(model, 'change', name), kubectl('wait', '--for', 'condition=Ready', `node/${name}`, '--timeout', '10m')],
    undo: 'the same with the definition as it was before',
    outage: `what is configured anew restarts; where ${name} reboots, it and its pods are away for some minutes`,
  });
}
