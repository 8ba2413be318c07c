import { type Resource, titleOf } from '../api';
import type { Rehearsal } from '../rehearse';

/** What is wrong with a rehearsal at this moment, in words; nothing, if all is well. */
export type Claim = (rehearsal: Rehearsal) => Promise<string[]>;

/** How long upstream may take to agree, in milliseconds. */
const patience = 60_000;

/** Waits until a claim finds nothing wrong; an Error with what is wrong at last, if that doesn't come. */
export async function expectSoon(rehearsal: Rehearsal, what: string, claim: Claim): Promise<void> {
  await rehearsal.cluster.wait(
    what,
    () => claim(rehearsal),
    (wrong) => wrong.length === 0,
    { timeout: patience },
  );
}

/** Waits until a claim finds something wrong that fits; an Error with what is wrong at last, if that doesn't come. */
export async function expectWrong(rehearsal: Rehearsal, claim: Claim, pattern: RegExp): Promise<void> {
  await rehearsal.cluster.wait(
    `something wrong like ${pattern}`,
    () => claim(rehearsal),
    (wrong) => wrong.some((text) => pattern.test(text)),
    { timeout: patience },
  );
}

/** What is wrong with an object, with its name. */
export function about({ kind, metadata: { name, namespace } }: Resource, wrong: readonly string[]): string[] {
  const title = titleOf({ apiVersion: '', kind, name, ...(namespace === undefined ? {} : { namespace }) });
  return wrong.map((text) => `${title}: ${text}`);
}
