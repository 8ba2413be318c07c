import { type DockerModel, layout, type Model } from '../lib/model';
import { kubectl } from './commands';
import { kubeconfig, literally, output, type Step, step, talosconfig } from './plan';

/** The steps that bring up the container and fetch its kubeconfig. */
export function dockerSteps(model: Model, platform: DockerModel): Step[] {
  const container = `${model.name}-controlplane-1`;
  const script = layout.createScript(model.name).replace(model.name, '');
  return [
    step({
      id: 'container',
      title: `Create the container ${container}`,
      why: `It is the cluster's node: Talos ${model.versions.talos}, which bootstraps Kubernetes ${model.versions.kubernetes} by itself.`,
      needs: [
        {
          command: { program: 'docker', args: ['info', '--format', '{{.ServerVersion}}'] },
          otherwise: 'no Docker answers: ichor doctor says how to start it',
        },
        {
          command: { program: 'docker', args: ['ps', '--all', '--filter', `name=^${literally(container)}$`, '--format', '{{.State}}'] },
          printsNothing: true,
          otherwise: `a container ${container} is there and doesn't run: docker start ${container}, or talosctl cluster destroy --name ${model.name}, which deletes its data`,
        },
      ],
      done: [
        {
          command: { program: 'docker', args: ['container', 'inspect', '--format', '{{.State.Status}} {{.Config.Image}}', container] },
          shows: ['^running '],
        },
      ],
      run: [
        {
          program: 'env',
          args: [['KUBECONFIG=', kubeconfig], 'sh', [output, script], '--talosconfig-destination', talosconfig],
        },
      ],
      founds: true,
      undo: `talosctl cluster destroy --name ${model.name}, which deletes etcd and all volumes of the container`,
    }),
    step({
      id: 'kubeconfig',
      title: 'Fetch the kubeconfig',
      why: 'The container writes one at the end; where that was interrupted, it is fetched, with the port of this host. Nodes stay NotReady and CoreDNS Pending until Cilium runs, which is normal.',
      done: [{ command: kubectl('get', '--raw', '/readyz'), shows: ['^ok'] }],
      run: [
        {
          program: 'talosctl',
          args: ['--talosconfig', talosconfig, '--nodes', platform.nodeAddress, 'kubeconfig', kubeconfig, '--merge=false', '--force'],
        },
        { program: 'sh', args: ['-c', mapped(model.name, container), 'sh', kubeconfig] },
      ],
      within: 600,
      undo: 'delete the file',
    }),
  ];
}

/** A line of shell that has a kubeconfig lead to the port of this host, behind which the API server of a container is. */
function mapped(cluster: string, container: string): string {
  const server = `"https://127.0.0.1:$(docker port ${container} 6443/tcp | sed 's/.*://;q')"`;
  return `kubectl --kubeconfig "$1" config set-cluster ${cluster} --server ${server}`;
}
