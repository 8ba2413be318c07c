/** Something that a look at a live cluster came to. */
export interface Remark {
  /** `wrong` is otherwise than it should be, `unknown` could not be looked at, `note` is worth knowing. */
  readonly kind: 'wrong' | 'unknown' | 'note';
  /** What was found, and what to do about it. */
  readonly text: string;
}

/** Something that is otherwise than it should be. */
export const wrong = (text: string): Remark => ({ kind: 'wrong', text });

/** Something that could not be looked at, with the reason. */
export const unknown = (text: string): Remark => ({ kind: 'unknown', text });

/** Something that is worth knowing. */
export const note = (text: string): Remark => ({ kind: 'note', text });
