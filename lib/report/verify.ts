import type { FlowComparison } from '../../plans';
import type { Remark } from '../base';
import { type Palette, plain } from './text';

/**
 * How it stands with something on a live cluster: `unknown` where it could not be looked at, `skipped` where this machine, or what was
 * asked for, leaves nothing to look at.
 */
export type LookedState = 'ok' | 'wrong' | 'unknown' | 'skipped';

/** Something that was looked at on a live cluster. */
export interface Looked {
  /** The same in every report: `cilium`, `memory`. */
  readonly check: string;
  readonly title: string;
  readonly state: LookedState;
  readonly remarks: readonly Remark[];
  /** What was seen of flows, where that was looked at. */
  readonly flows?: Omit<FlowComparison, 'remarks'>;
}

/** Whether nothing is wrong, and nothing that should have been looked at is unknown. */
export function isAsItShouldBe(looked: readonly Looked[]): boolean {
  return looked.every(({ state }) => state === 'ok' || state === 'skipped');
}

/** A check with what there is to say about it. */
export function lookedText({ title, state, remarks }: Looked, palette: Palette = plain): string {
  const colours = { ok: palette.green, wrong: palette.red, unknown: palette.yellow, skipped: palette.dim };
  const lines = remarks.map(({ kind, text }) => `${' '.repeat(9)}${kind === 'wrong' ? '' : `${kind}: `}${text}`);
  return `${[`${colours[state](state)}${' '.repeat(9 - state.length)}${title}`, ...lines].join('\n')}\n`;
}

/** A line that says what all of it came to. */
export function verdictText(looked: readonly Looked[]): string {
  const count = (kind: Remark['kind']) => looked.reduce((sum, { remarks }) => sum + remarks.filter((r) => r.kind === kind).length, 0);
  const found = (['wrong', 'unknown'] as const).flatMap((kind) => (count(kind) === 0 ? [] : `${count(kind)} ${kind}`));
  return found.length === 0 ? 'all as it should be\n' : `${found.join(', ')}\n`;
}

/** The same as `ichor/verify/v1` JSON, for programs; the schema is `docs/schemas/verify.schema.json`. */
export function verifyJson(cluster: string, looked: readonly Looked[]): string {
  return `${JSON.stringify({ schema: 'ichor/verify/v1', cluster, ok: isAsItShouldBe(looked), checks: looked }, null, 2)}\n`;
}
