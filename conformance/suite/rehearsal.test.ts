import { expectSoon } from '../rehearsal/claims/claim';
import { gatewayClassesAreAccepted, gatewaysAreProgrammed, hostNamesLead, routesAreResolved } from '../rehearsal/claims/gateways';
import { ciliumIsOnEveryNode, podsAreWhereAsked, taintsAreKept } from '../rehearsal/claims/nodes';
import { podsAreReady } from '../rehearsal/claims/pods';
import { policiesAreValid } from '../rehearsal/claims/policies';
import { bgpIsComplete, poolsDontConflict, routersAreKnown } from '../rehearsal/claims/pools';
import { addressesAreGiven, servicesHaveEndpoints } from '../rehearsal/claims/services';
import { definitions } from '../rehearsal/definitions';
import { emittedBy } from '../rehearsal/emitted';
import { manifests, valuesOfKeeper } from '../rehearsal/keeper';
import { appliedLine, changesOfSecondApply, liveObjects, type Rehearsal, rehearse } from '../rehearsal/rehearse';
import { makeSecrets } from '../rehearsal/secrets';

/** What Talos has the API server say of pods that aren't as restricted as they could be. */
const unrestricted = /^Warning: would violate PodSecurity "restricted:latest": /;

/** Without a stack, which says nothing. */
const notApplied = Object.assign(new Error(), { stack: 'it was not applied: see the first test' });

const missing = / is missing: /;

describe.each(definitions)('%s', (title, cluster) => {
  let begun: Rehearsal | undefined;

  const rehearsal = () => {
    if (begun === undefined) throw notApplied;
    return begun;
  };

  afterAll(() => begun?.stop());

  test('is taken by a cluster, object by object, as its own apply.sh applies it', async () => {
    begun = await rehearse(emittedBy(cluster), title);
    expect(begun.run.lines.filter((line) => line.startsWith('Warning:') && !unrestricted.test(line))).toEqual([]);
    expect(begun.references.length).toBeGreaterThan(0);
    expect(begun.run.lines).toEqual(expect.arrayContaining(begun.references.map(appliedLine)));
    expect(await liveObjects(begun)).toHaveLength(begun.references.length);
  });

  test('is changed by nothing of a second time, which misses no Secret that was made in between', async () => {
    const names = await makeSecrets(rehearsal());
    const notices = rehearsal().run.lines.filter((line) => missing.test(line));
    expect(notices.map((line) => line.trimStart().split(missing)[0]).sort()).toEqual(names.map((name) => `secret ${name}`).sort());
    const { run, changes } = await changesOfSecondApply(rehearsal());
    expect(run.lines.filter((line) => missing.test(line))).toEqual([]);
    expect(changes).toEqual([]);
  });

  test('has the release of Cilium that Flux would upgrade it to', async () => {
    const values = valuesOfKeeper(cluster);
    const { installed, upgraded } = await manifests(rehearsal(), values);
    expect(upgraded).toBe(installed);
    expect(installed).toContain('kind: DaemonSet');
    const other = await manifests(rehearsal(), { ...values, routingMode: 'native', ipv4NativeRoutingCIDR: '10.0.0.0/8' });
    expect(other.upgraded).not.toBe(installed);
  });

  test.each([
    ['has policies that the operator takes', policiesAreValid],
    ['has pods that are admitted, scheduled and ready, with their volumes', podsAreReady],
    ['has pods on the nodes that they ask for', podsAreWhereAsked],
    ['has nodes set apart with nobody else on them', taintsAreKept],
    ['has Cilium on every node', ciliumIsOnEveryNode],
    ['has pods behind each port of its Services', servicesHaveEndpoints],
    ['has pools that share no address', poolsDontConflict],
    ['has just the addresses that the definition asks for', addressesAreGiven],
    ['says of BGP what is there', bgpIsComplete],
    ['has the nodes talk to the routers of its pools', routersAreKnown],
    ['has a class of Gateways that the operator takes', gatewayClassesAreAccepted],
    ['has Gateways that are programmed', gatewaysAreProgrammed],
    ['has routes that lead somewhere', routesAreResolved],
    ['has host names that lead to what the definition names', hostNamesLead],
  ])('%s', async (what, claim) => {
    await expectSoon(rehearsal(), `a cluster that ${what}`, claim);
  });
});
