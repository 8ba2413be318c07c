import { type JsonObject, overlay } from '../../lib/base';
import { emitYaml } from '../../lib/output';
import { committed } from '../cases';
import { agentCapabilities } from '../claims/chart';
import { factsOf } from '../claims/rendered';
import { judged } from '../judged';
import { type CiliumMinor, pins } from '../pins';
import { objectsOf, render, unknownValues } from './support/helm';

const own = judged(committed).chart?.values.documents[0] as JsonObject;
const minors = Object.keys(pins.cilium) as CiliumMinor[];

const rendered = (minor: CiliumMinor, values: JsonObject) =>
  render({ minor, kubernetes: '1.35.0', values: emitYaml([values], { nulls: 'keep' }) });
const withChanges = (minor: CiliumMinor, changes: JsonObject) => rendered(minor, overlay(own, changes));

/** What upstream does not refuse, so that the project has to; and what shows that the other tests can fail. */
describe.each(minors)('the chart of Cilium %s', (minor) => {
  test('takes a misspelt value in silence, and does nothing with it', async () => {
    const misspelt = { cgroup: { automount: { enabled: true } } };
    expect(await withChanges(minor, misspelt)).toBe(await rendered(minor, own));
    expect(unknownValues(minor, overlay(own, misspelt))).toEqual(['cgroup.automount']);
  });

  test('refuses a value of the wrong type', async () => {
    await expect(withChanges(minor, { operator: { replicas: 'two' } })).rejects.toThrow(/replicas/);
  });

  test("refuses Hubble's UI without relay", async () => {
    await expect(withChanges(minor, { hubble: { ui: { enabled: true }, relay: { enabled: false } } })).rejects.toThrow(/[Rr]elay/);
  });

  test('asks for what Talos gives nobody, unless it is told what to ask for', async () => {
    const facts = factsOf(objectsOf(await rendered(minor, { ...own, securityContext: undefined })));
    const refusedByTalos = ['SYS_MODULE', 'SYSLOG'];
    expect([...(facts.capabilities['cilium/cilium-agent'] ?? [])].sort()).toEqual([...agentCapabilities, ...refusedByTalos].sort());
  });

  test('mounts a cgroup file system of its own, unless it is told not to', async () => {
    const facts = factsOf(objectsOf(await rendered(minor, { ...own, cgroup: undefined })));
    expect(facts.agentInitContainers).toContain('mount-cgroup');
    expect(facts.config['cgroup-root']).not.toBe('/sys/fs/cgroup');
  });

  test('makes new certificates each time with the method that is its default', async () => {
    const changes = { hubble: { tls: { auto: { method: 'helm' } } } };
    const [first, second] = [await withChanges(minor, changes), await withChanges(minor, changes)];
    expect(second).not.toBe(first);
    expect(factsOf(objectsOf(first)).secrets).toContain('hubble-server-certs');
  });
});
