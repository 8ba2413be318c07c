import { setTimeout as pause } from 'node:timers/promises';

/** How long to wait for something, and what to look at meanwhile. */
export interface Waiting {
  /** In milliseconds. @default 3 minutes: what takes 20 seconds takes longer on a machine that does something else as well */
  readonly timeout?: number;
  /** Throws what makes waiting pointless. */
  readonly check?: () => void;
}

const interval = 150;

/**
 * Reads again and again until what is read is as wanted, and returns it; an Error with the last state if that takes too long.
 * A read that throws is a state like others.
 */
export async function waitFor<T>(
  what: string,
  read: () => Promise<T>,
  wanted: (value: T) => boolean,
  { timeout = 180_000, check = () => undefined }: Waiting = {},
): Promise<T> {
  const end = Date.now() + timeout;
  for (;;) {
    check();
    let last: unknown;
    try {
      const value = await read();
      if (wanted(value)) return value;
      last = value;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`waited ${timeout / 1000} s for ${what}; at last: ${shown(last)}`);
    await pause(interval);
  }
}

function shown(state: unknown): string {
  if (state instanceof Error) return state.message;
  const text = typeof state === 'string' ? state : JSON.stringify(state, null, 2);
  return text === undefined || text.length < 4000 ? `${text}` : `${text.slice(0, 4000)}…`;
}
