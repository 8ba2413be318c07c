import { decide, readWorld, relate } from '../../../lib/policy';

const client = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'a', namespace: 'x', labels: { app: 'a' } },
  spec: { containers: [{ name: 'a' }] },
};
const policy = {
  apiVersion: 'cilium.io/v2',
  kind: 'CiliumNetworkPolicy',
  metadata: { name: 'p', namespace: 'x' },
  spec: {
    endpointSelector: { matchLabels: { app: 'a' } },
    egress: [{ toEndpoints: [{ matchLabels: { app: 'b' } }], toPorts: [{ ports: [{ port: 'dns', protocol: 'UDP' }] }] }],
  },
};
const server = (name: string, containerPort: number) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'x', labels: { app: 'b' } },
  spec: { containers: [{ name, ports: [{ name: 'dns', containerPort, protocol: 'UDP' }] }] },
});

function verdicts(objects: readonly object[], to: string) {
  const world = readWorld(objects.map((object) => ({ object: object as never })));
  const [source, destination] = ['x/a', to].map((name) => world.identities.findIndex((identity) => identity.name === name)) as [
    number,
    number,
  ];
  const relation = relate(world);
  const at = (port: number) => {
    const [subject, peer] = [world.identities[source], world.identities[destination]];
    if (subject === undefined || peer === undefined) throw new Error(`there is no '${to}'`);
    const { verdict } = decide({ direction: 'egress', subject, peer, protocol: 'UDP', port }, world);
    expect(relation.egressPorts(source, destination).at('UDP', port)?.verdict ?? 'denied').toBe(verdict);
    return verdict;
  };
  return [at(53), at(5353)];
}

test('a name of a port is that of the pod that is connected to', () => {
  expect(verdicts([client, policy, server('b', 5353)], 'x/b')).toEqual(['denied', 'allowed']);
});

test('which port of pods that no object makes has the name is unknown', () => {
  expect(verdicts([client, policy], 'pods with app=b in x')).toEqual(['unknown', 'unknown']);
});

test('where a proxy may or may not look, since which port has the name is unknown, the answer is unknown', () => {
  // GIVEN
  const everyPort = { ports: [{ port: '1', endPort: 65535, protocol: 'UDP' }] };
  const looked = { ports: [{ port: 'dns', protocol: 'UDP' }], rules: { dns: [{ matchName: 'a.example.com' }] } };
  const [rule] = policy.spec.egress;
  const spec = { ...policy.spec, egress: [{ ...rule, toPorts: [looked, everyPort] }] };
  // WHEN
  const answers = verdicts([client, { ...policy, spec }], 'pods with app=b in x');
  // THEN
  expect(answers).toEqual(['unknown', 'unknown']);
});
