import { inDocument, type JsonObject, type Place, parseVersion, pathOf } from '../../base';
import { type Fact, known, type MachineConfigFact, type TalosConfigFact, unknown } from '../fact';
import { knownMinors } from '../machine-config/schema';
import { saidContract } from './commands';
import type { Keys } from './layers';
import type { TalosParts } from './talos';
import type { TalosPiece, TalosRole } from './talos-piece';

/** The first Talos that generates config of many documents. */
const firstOfDocuments = '1.14';

/**
 * What the machines of a tree get of configuration, as rules about the config itself ask for it. A document's places are in the
 * file `marker` with the number of its piece, until they are located.
 */
export function talosConfigOf(
  parts: TalosParts,
  version: Fact<string>,
  mode: 'metal' | 'container' | undefined,
  marker: string,
  isAll: boolean,
): Fact<TalosConfigFact> {
  const [first] = parts.pieces;
  if (version.state !== 'known') return version;
  if (first === undefined) return unknown('no Talos config is here', version.at);
  if (mode === undefined) return unknown('nothing here says whether nodes are machines or containers', version.at);
  const minor = parseVersion(version.value)?.minor ?? '';
  if (!knownMinors.includes(minor))
    return unknown(`configuration is known of Talos ${knownMinors[0]} to ${knownMinors.at(-1)}, and not of '${minor}'`, version.at);
  const contract = saidContract(parts.commands) ?? contractOf(parts.pieces, minor);
  const listed = parts.pieces.map((piece, i) => ({ piece, i })).filter(({ piece }) => piece.only !== 'facts');
  const of = (role: TalosRole) => listed.filter(({ piece }) => !piece.whole && piece.role === role);
  const documents = (pieces: typeof listed) =>
    pieces.map(({ piece, i }) => ({
      document: piece.layer.value,
      text: textOf(piece),
      placeOf: (path: Keys): Place => inDocument(`${marker}${i}`, pathOf(path)),
    }));
  const isWhole = isAll && parts.why === undefined;
  const base = { mode, beside: [], isWhole };
  const all = of('all');
  const before: JsonObject[][] = all.length === 0 ? [] : [all.map(({ piece }) => piece.layer.value)];
  const patches: MachineConfigFact[] = [
    { ...base, before: [], documents: documents(all) },
    ...(['control-plane', 'worker'] as const).map((role) => ({ ...base, role, before, documents: documents(of(role)) })),
    ...nodesAmong(of('node')).map((own): MachineConfigFact => {
      const role = own[0]?.piece.node?.role;
      if (role === undefined) return { ...base, before, isWhole: false, documents: documents(own) };
      const ofRole = of(role).map(({ piece }) => piece.layer.value);
      return { ...base, role, before: ofRole.length === 0 ? before : [...before, ofRole], documents: documents(own) };
    }),
  ];
  const files = [...new Set(listed.filter(({ piece }) => piece.whole).map(({ piece }) => piece.layer.document.at.file))];
  const wholes = files.map((file): MachineConfigFact => {
    const own = listed.filter(({ piece }) => piece.whole && piece.layer.document.at.file === file);
    const role = own[0]?.piece.role === 'worker' ? ('worker' as const) : ('control-plane' as const);
    return { ...base, role, before: [], isComplete: true, documents: documents(own) };
  });
  return known(
    { minor, contract, machines: [...patches, ...wholes].filter((machine) => machine.documents.length > 0) },
    first.layer.document.at,
  );
}

/** Patches of single machines, those of one together; by themselves where nothing says for which they are. */
function nodesAmong<T extends { readonly piece: TalosPiece }>(list: readonly T[]): T[][] {
  const nodes = new Map<string, T[]>();
  for (const each of list) {
    const key = each.piece.node?.name ?? `\n${nodes.size}`;
    nodes.set(key, [...(nodes.get(key) ?? []), each]);
  }
  return [...nodes.values()];
}

/** By what the documents of one file, or of one text in a file, are told from others. */
function textOf({ layer: { document, inside } }: TalosPiece): string {
  const { file } = document.at;
  const start = document.place([]);
  return `${file}\n${start.in === 'document' ? (start.path ?? '') : ''}\n${pathOf(inside)}`;
}

/** The form in which talosctl generated the config: of many documents where whole config has them, or where patches alone are here. */
function contractOf(pieces: readonly TalosPiece[], minor: string): string {
  const older = knownMinors.filter((known) => known !== firstOfDocuments).at(-1) ?? minor;
  const wholes = pieces.filter(({ whole }) => whole);
  if (minor !== firstOfDocuments || wholes.length === 0) return minor;
  return wholes.some(({ layer }) => layer.value.kind === 'KubeNetworkConfig' || layer.value.kind === 'KubeNodeConfig') ? minor : older;
}
