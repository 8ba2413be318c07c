import { filesOf } from 'ichor/testing';
import { parse } from 'yaml';
import joelclaw from '../../clusters/joelclaw';
import { live } from '../support/joelclaw-live';

const files = filesOf(joelclaw);
const object = (kind: string, name: string) => parse(files.get(`joelclaw/kubernetes/40-workloads/${kind}-${name}.joelclaw.yaml`) as string);

describe.each(['redis', 'qdrant', 'inngest'] as const)('%s takes over what runs', (name) => {
  const wanted = live[name];
  const statefulSet = object('StatefulSet', name);
  const pod = statefulSet.spec.template;

  test('what the API server refuses to change is what it was', () => {
    const { selector, serviceName, volumeClaimTemplates, podManagementPolicy } = statefulSet.spec;
    expect(selector).toEqual({ matchLabels: { app: name } });
    expect(serviceName).toBe(wanted.serviceName);
    expect(podManagementPolicy).toBeUndefined();
    expect(volumeClaimTemplates).toEqual([
      {
        metadata: { name: wanted.claim.name },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: wanted.claim.size } } },
      },
    ]);
  });

  test('nothing is added to names, labels and annotations', () => {
    expect(statefulSet.metadata).toEqual({ name, namespace: 'joelclaw' });
    expect(pod.metadata).toEqual({ labels: { app: name } });
    expect(statefulSet.spec.replicas).toBe(1);
    expect(statefulSet.spec.updateStrategy).toBeUndefined();
  });

  test('the one container runs the same program in the same way', () => {
    expect(pod.spec.containers).toHaveLength(1);
    const [container] = pod.spec.containers;
    expect(container.name).toBe(name);
    expect(container.image.replace(/:v.*$/, '')).toBe(wanted.image);
    expect(container.command).toEqual('command' in wanted ? wanted.command : undefined);
    expect(container.args).toEqual('args' in wanted ? wanted.args : undefined);
    expect(container.env).toEqual('env' in wanted ? wanted.env : undefined);
    expect(container.envFrom).toEqual('envFrom' in wanted ? wanted.envFrom : undefined);
    expect(container.imagePullPolicy).toEqual('imagePullPolicy' in wanted ? wanted.imagePullPolicy : undefined);
    expect(container.ports).toEqual(wanted.ports);
    expect(container.livenessProbe).toEqual(wanted.liveness);
    expect(container.readinessProbe).toEqual(wanted.readiness);
    expect(container.startupProbe).toBeUndefined();
    expect(container.securityContext).toBeUndefined();
    expect(container.volumeMounts).toEqual([{ mountPath: wanted.claim.mountPath, name: wanted.claim.name }]);
    expect(pod.spec.securityContext).toBeUndefined();
  });

  test('its Service keeps its name, its selector and its ports', () => {
    const service = object('Service', wanted.service.name);
    expect(service.metadata).toEqual({ name: wanted.service.name, namespace: 'joelclaw' });
    expect(service.spec.selector).toEqual({ app: name });
    expect(service.spec.type).toBe('NodePort');
    expect(service.spec.ports.map(({ nodePort: _, protocol: __, ...port }: Record<string, unknown>) => port)).toEqual(wanted.service.ports);
  });
});

test('the namespace carries the privileged label that it has on the cluster, and no other', () => {
  const namespace = parse(files.get('joelclaw/kubernetes/00-namespaces/Namespace-joelclaw.yaml') as string);
  expect(namespace.metadata).toEqual({ name: 'joelclaw', labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } });
});

test('the ports of the laptop stay, each through a node port of the range', () => {
  const create = files.get('joelclaw/talos/create.sh') as string;
  expect(/-p (\S+)/.exec(create)?.[1]?.split(',')).toEqual([
    '6333:30333/tcp',
    '6334:30334/tcp',
    '6379:30379/tcp',
    '8288:30288/tcp',
    '8289:30289/tcp',
  ]);
});
