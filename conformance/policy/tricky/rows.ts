import type { Direction, Identity, Protocol, ReadWorld } from '../../../lib/policy';
import { sha256 } from '../../judged';
import { type CiliumMinor, pins } from '../../pins';
import { type Probe, requestOf } from '../ask';
import { probesOf } from '../world';
import { askedOf, asSeen, worldOf } from './stage';
import type { Tricky } from './tricky';

/** A row of the table, with the places of both sides among the identities of the world. */
export interface Row {
  readonly text: string;
  readonly direction: Direction;
  readonly subject: number;
  readonly peer: number;
  readonly protocol: Protocol;
  readonly port: number;
  readonly verdict: string;
}

/** The record: by release of Cilium and by the hash of what was asked, what the engine said of each row. */
export type TrickyRecord = Readonly<Record<string, Readonly<Record<string, TrickyAnswer>>>>;

/** What the engine said of a case. */
export interface TrickyAnswer {
  readonly title: string;
  readonly verdicts: Readonly<Record<string, string>>;
}

/** The part of the record that a release has. */
export function engineKey(cilium: CiliumMinor): string {
  return `Cilium ${pins.cilium[cilium]}`;
}

/** Every case, each with each release that has it. */
export function trickyCases(table: Readonly<Record<string, readonly Tricky[]>>): readonly (readonly [string, Tricky, CiliumMinor])[] {
  return Object.entries(table).flatMap(([concern, list]) =>
    list.flatMap((tricky) =>
      (tricky.only === undefined ? (['1.19', '1.20'] as const) : [tricky.only]).map(
        (cilium) => [`${concern}: ${tricky.title} (${cilium})`, tricky, cilium] as const,
      ),
    ),
  );
}

/** The rows of a case in one release. */
export function rowsOf(tricky: Tricky, { identities }: ReadWorld, cilium: CiliumMinor): readonly Row[] {
  const verdicts = { ...tricky.verdicts, ...(cilium === '1.19' ? tricky.verdicts119 : {}) };
  return Object.entries(verdicts).map(([text, verdict]) => {
    const match = /^(.+) ([←→]) (.+) (\w+)\/(\d+)$/.exec(text);
    if (match === null) throw new Error(`'${text}' is no row`);
    const [, subject, arrow, peer, protocol, port] = match as unknown as [string, string, string, string, Protocol, string];
    return {
      text,
      direction: arrow === '←' ? 'ingress' : 'egress',
      subject: placeOf(subject, identities),
      peer: placeOf(peer, identities),
      protocol,
      port: Number(port),
      verdict,
    };
  });
}

function placeOf(name: string, identities: readonly Identity[]): number {
  const place = identities.findIndex((identity) => identity.name === name);
  if (place < 0) throw new Error(`there is no '${name}'; there are ${identities.map((identity) => `'${identity.name}'`).join(', ')}`);
  return place;
}

/** What the engine is asked about a case, by the agent of one kind of node: everything at the ports of its rows and rules. */
export interface View {
  readonly request: object;
  readonly probes: readonly Probe[];
  readonly world: ReadWorld;
  /** The rows that this agent can tell of. */
  readonly rows: readonly Row[];
}

/** What the engine is asked about a case, agent by agent. */
export function viewsOf(tricky: Tricky, cilium: CiliumMinor): readonly View[] {
  const all = worldOf(tricky, cilium);
  const rows = rowsOf(tricky, all, cilium);
  return asSeen(all).map((world) => {
    const place = (index: number) => world.identities.indexOf(all.identities[index] as Identity);
    const own = rows
      .map((row) => ({ ...row, subject: place(row.subject), peer: place(row.peer) }))
      .filter(({ subject, peer }) => subject >= 0 && peer >= 0);
    const probes = unique([...own.map(({ protocol, port }): Probe => [protocol, port]), ...probesOf(world)]);
    return { request: requestOf(askedOf(tricky, world, cilium), probes, true), probes, world, rows: own };
  });
}

function unique(probes: readonly Probe[]): Probe[] {
  return [...new Map(probes.map((probe) => [probe.join('/'), probe])).values()];
}

/** By what the record knows a case. */
export function requestKey(views: readonly View[]): string {
  return sha256(JSON.stringify(views.map(({ request }) => request)));
}

/** A word of an answer as the table has it. */
export function spoken(word: string | undefined): string {
  if (word === '.') return 'denied';
  if (word === 'A') return 'allowed';
  const [, passages] = /^R\((.*)\)$/.exec(word ?? '') ?? [];
  return passages === undefined ? 'unknown' : `proxied: ${passages === '*' ? 'everything' : passages}`;
}

/** Expects that the engine says of each row what the table says, wherever files tell. */
export function expectTricky(tricky: Tricky, world: ReadWorld, cilium: CiliumMinor, { verdicts }: TrickyAnswer): void {
  const rows = rowsOf(tricky, world, cilium);
  const wanted = rows.map(({ text, verdict }) => [text, verdict === 'unknown' ? verdicts[text] : verdict]);
  expect(verdicts).toEqual(Object.fromEntries(wanted));
}
