import { passesBeyond } from '../../../../lib/checks/agreement/passing';
import { type Intent, type PortSet, type ReadWorld, type Relation, relate } from '../../../../lib/policy';
import { isHost } from '../../../../lib/policy/world';
import * as fc from '../../../support/fast-check';
import { anyIntents, opened, withDns, worldOf } from './support/worlds';

const everything = {
  entities: ['all', 'cluster', 'world', 'host', 'remote-node', 'kube-apiserver', 'health', 'ingress'],
  references: true,
  addresses: true,
  names: true,
};
/** Peers that nobody could take for one another: none is there twice in other words. */
const distinct = [true, false].map((addresses) => ({
  entities: ['cluster', 'host', 'health'],
  references: false,
  addresses,
  names: !addresses,
}));

/** Where ports are open other than declared, each way to pass counted for what it lets pass. */
function differ(actual: PortSet, { certain, possible }: ReturnType<typeof opened>): string[] {
  const spans = [actual, certain, possible].flatMap((set) => set.spans);
  const ports = new Set(spans.flatMap(({ protocol, low, high }) => [low, high, high + 1].map((port) => `${protocol} ${port}`)));
  return [...ports].filter((text) => {
    const [protocol, port] = text.split(' ') as ['TCP', string];
    const [is, least, most] = [actual, certain, possible].map((set) => set.at(protocol, Number(port)));
    // Ways through a proxy are compared by their text: what is certain in two ways is not known to be one.
    if (is?.verdict === 'unknown') return JSON.stringify(most) === JSON.stringify(least);
    const isKnown = passesBeyond(most, least) === false;
    return !isKnown || passesBeyond(is, most) !== false || passesBeyond(most, is) !== false;
  });
}

const indexOf = (world: ReadWorld, { namespace, name }: Intent) =>
  world.identities.findIndex((identity) => identity.name === `${namespace}/${name}`);

test('what the policies of workloads allow is what was declared, and the DNS that it needs', () => {
  fc.assert(
    fc.property(anyIntents(everything), (intents) => {
      const world = worldOf(intents);
      expect(world.findings).toEqual([]);
      const relation = relate(world);
      const { sets } = relation;
      for (const intent of intents) {
        const own = indexOf(world, intent);
        const egress = withDns(intent.egress);
        world.identities.forEach((peer, i) => {
          const out = differ(relation.egressPorts(own, i), opened(egress, peer, 'egress', sets));
          const node = { certain: sets.everything, possible: sets.everything };
          const come = differ(relation.ingressPorts(i, own), isHost(peer) ? node : opened(intent.ingress, peer, 'ingress', sets));
          if (out.length + come.length > 0) expect({ workload: intent.name, peer: peer.name, out, in: come }).toEqual({});
        });
      }
    }),
    { numRuns: 60 },
  );
});

/** What the policies of workloads make of every connection from and to them. */
function verdictsOf(relation: Relation, subjects: readonly number[]): string {
  const others = relation.world.identities.map((_, i) => i);
  return subjects
    .map((own) => others.map((i) => `${relation.egressPorts(own, i).id} ${relation.ingressPorts(i, own).id}`).join())
    .join('\n');
}

test('no rule of a compiled policy could be left out', () => {
  fc.assert(
    fc.property(fc.oneof(...distinct.map(anyIntents)), (intents) => {
      // The node would reach its pods without a rule too.
      const world = worldOf(intents, { allowLocalhost: false });
      const whole = relate(world);
      const subjects = intents.map((intent) => indexOf(world, intent));
      const verdicts = verdictsOf(whole, subjects);
      const rules = new Set(world.entries.map(({ origin }) => `${origin.namespace}/${origin.name} ${origin.path}`));
      for (const rule of rules) {
        const entries = world.entries.filter(({ origin }) => `${origin.namespace}/${origin.name} ${origin.path}` !== rule);
        if (verdictsOf(relate({ ...world, entries }, { sets: whole.sets }), subjects) === verdicts)
          expect(`${rule} changes nothing`).toBe('');
      }
    }),
    { numRuns: 25 },
  );
});
