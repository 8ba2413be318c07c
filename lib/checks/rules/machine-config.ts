import { compareMinors, type FindingId } from '../../base';
import type { FactValues, MachineConfigFact, MachineDocument } from '../fact';
import { type Contradiction, contradictions } from '../machine-config/contradictions';
import { deletes, identityOf, kindOf } from '../machine-config/document';
import { type ConfigFault, configFaults } from '../machine-config/faults';
import { talosConfigOf } from '../machine-config/schema';
import type { Breach, Seen } from '../rule';
import { rule } from './define';

const needs = ['talos.config'] as const;
type Needed = { readonly 'talos.config': Seen<FactValues['talos.config']> };

/** Configuration of machines as Talos reads it: each document by itself, and with what the machine has. */
export const machineConfigRules = [
  judging('TAL004', 'unknown field'),
  judging('TAL005', 'value'),
  judging('TAL006', 'unknown kind'),
  judging('TAL007', 'swallowed'),
  judging('TAL008', 'nothing to delete'),
  judging('INV006', 'twice'),
  judging('INV007', 'role', 'no effect'),
  judging('INV008', 'operation'),
  rule('INV009', needs, (facts: Needed): Breach[] => {
    const { value } = facts['talos.config'];
    // Since then patches may have a document twice, while whole configuration may not.
    const mayRepeat = compareMinors(value?.minor ?? '0.0', '1.14') >= 0;
    const twice = (value?.machines ?? []).filter(({ isComplete = false }) => isComplete || !mayRepeat);
    return [...breachesOf(facts, ['no document']), ...twice.flatMap(({ documents }) => repeatedIn(documents))];
  }),
  judging('INV010', 'repeated'),
  judging('INV011', 'argument'),
];

/**
 * Documents that stand twice in a text, which Talos doesn't read then; deletions of whole documents don't count.
 *
 * @see talos v1.13.9 pkg/machinery/config/configloader/internal/decoder/decoder.go
 */
function repeatedIn(documents: MachineConfigFact['documents']): Breach[] {
  const seen = new Map<string, MachineDocument>();
  return documents.flatMap((one): Breach[] => {
    const { document, text, placeOf } = one;
    if (text === undefined || deletes(document) || document.op !== undefined) return [];
    const key = `${text}\n${identityOf(document)}`;
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, one);
      return [];
    }
    const kind = kindOf(document);
    const what = kind === undefined ? 'the document of machine and cluster' : `'${identityOf(document)}'`;
    return [
      {
        at: placeOf([]),
        also: [first.placeOf([])],
        message: `${what} stands twice in one text, and Talos reads neither`,
        repair: 'write one document with what both say',
      },
    ];
  });
}

type What = ConfigFault['what'] | Contradiction['what'];

function judging(id: FindingId, ...whats: readonly What[]) {
  return rule(id, needs, (facts: Needed): Breach[] => breachesOf(facts, whats));
}

function breachesOf({ 'talos.config': { value } }: Needed, whats: readonly What[]): Breach[] {
  return (value?.machines ?? []).flatMap((machine) => [
    ...faultsOf(machine, value?.minor ?? '').flatMap(({ placeOf, faults }) =>
      faults.filter(({ what }) => whats.includes(what)).map(({ path, message, repair }) => ({ at: placeOf(path), message, repair })),
    ),
    ...contradictionsOf(machine, value?.minor ?? '', value?.contract ?? '').flatMap(({ what, index, path, message, repair }) => {
      const document = machine.documents[index];
      if (document === undefined || !whats.includes(what)) return [];
      // Such a machine runs; the others refuse the configuration.
      const severity = what === 'no effect' ? { severity: 'warning' as const } : {};
      return [{ at: document.placeOf(path), ...severity, message, repair }];
    }),
  ]);
}

type Judged = readonly { readonly placeOf: MachineConfigFact['documents'][number]['placeOf']; readonly faults: readonly ConfigFault[] }[];

/** Several rules ask for the same, so it is worked out once. */
const judged = new WeakMap<MachineConfigFact, Judged>();
const compared = new WeakMap<MachineConfigFact, readonly Contradiction[]>();

function faultsOf(machine: MachineConfigFact, minor: string): Judged {
  const config = talosConfigOf(minor);
  const known =
    judged.get(machine) ??
    (config === undefined ? [] : machine.documents.map(({ document, placeOf }) => ({ placeOf, faults: configFaults(document, config) })));
  judged.set(machine, known);
  return known;
}

/** Of what is missing nothing can be said where not all of the patches are known. */
const needAll: readonly Contradiction['what'][] = ['no document', 'nothing to delete'];

function contradictionsOf(machine: MachineConfigFact, minor: string, contract: string): readonly Contradiction[] {
  const [config, form] = [talosConfigOf(minor), talosConfigOf(contract)];
  const known =
    compared.get(machine) ??
    (config === undefined || form === undefined
      ? []
      : contradictions({ ...machine, documents: machine.documents.map(({ document }) => document) }, config, form).filter(
          ({ what }) => machine.isWhole || !needAll.includes(what),
        ));
  compared.set(machine, known);
  return known;
}
