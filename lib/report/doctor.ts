import { type Palette, plain } from './text';

/** How it stands with a prerequisite; `unknown` where something else has to be there first, `note` where nothing is asked for. */
export type PrerequisiteState = 'ok' | 'missing' | 'old' | 'unknown' | 'note';

/** Something that a machine needs for a cluster. */
export interface Prerequisite {
  /** What it is, the same in every report: `talosctl`, `docker.memory`, `port.6379/tcp`, `machine.pi-1`. */
  readonly id: string;
  readonly state: PrerequisiteState;
  /** What it is, for people. */
  readonly subject: string;
  /** What was found. */
  readonly found: string;
  /** The command or the step that repairs it. */
  readonly repair?: string;
}

/** Whether nothing that is needed is missing. */
export function isReady(prerequisites: readonly Prerequisite[]): boolean {
  return prerequisites.every(({ state }) => state !== 'missing' && state !== 'old');
}

/** A line a prerequisite, and a verdict. */
export function doctorText(prerequisites: readonly Prerequisite[], palette: Palette = plain): string {
  const colours = { ok: palette.green, missing: palette.red, old: palette.yellow, unknown: palette.dim, note: palette.cyan };
  const width = Math.max(...prerequisites.map(({ subject }) => subject.length));
  const lines = prerequisites.map(
    ({ state, subject, found, repair }) =>
      `${colours[state](state)}${' '.repeat(9 - state.length)}${subject.padEnd(width)}  ${found}${repair === undefined ? '' : `; ${repair}`}`,
  );
  const count = (state: PrerequisiteState) => prerequisites.filter((p) => p.state === state).length;
  const lacking = (['missing', 'old'] as const).flatMap((state) => (count(state) === 0 ? [] : `${count(state)} ${state}`));
  return `${[...lines, lacking.length === 0 ? 'nothing is missing' : lacking.join(', ')].join('\n')}\n`;
}

/** The same as `ichor/doctor/v1` JSON, for programs; the schema is `docs/schemas/doctor.schema.json`. */
export function doctorJson(prerequisites: readonly Prerequisite[], cluster: string | undefined): string {
  return `${JSON.stringify(
    { schema: 'ichor/doctor/v1', ...(cluster === undefined ? {} : { cluster }), ready: isReady(prerequisites), prerequisites },
    null,
    2,
  )}\n`;
}
