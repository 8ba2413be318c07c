import { isObject, type JsonObject, valueAt } from '../../base';
import { parseJson } from '../json';
import type { Surroundings } from '../plan/commands';
import { runKubectl } from '../run-kubectl';
import { firstLine, whyNot } from '../tools';

/** What kubectl printed, or why it gave no answer. */
export type Answer = { readonly text: string } | { readonly why: string };

/** kubectl on the cluster of the surroundings, whatever the current context is. */
export async function kubectl(
  surroundings: Surroundings,
  args: readonly string[],
  options: { readonly timeout?: number; readonly input?: string; readonly signal?: AbortSignal } = {},
): Promise<Answer> {
  const outcome = await runKubectl(surroundings, args, { timeout: 60_000, ...options });
  if (outcome.how !== 'ended') return { why: `kubectl: ${whyNot(outcome)}` };
  if (outcome.code === 0) return { text: outcome.stdout };
  return { why: `kubectl gave no answer: ${firstLine(outcome.stderr) || `code ${outcome.code}`}` };
}

/** The objects of a list, or why there is none. */
export async function objectsOf(
  surroundings: Surroundings,
  args: readonly string[],
): Promise<readonly JsonObject[] | { readonly why: string }> {
  const answer = await kubectl(surroundings, [...args, '--output', 'json']);
  if ('why' in answer) return answer;
  const items = valueAt(parseJson(answer.text), 'items');
  return Array.isArray(items) ? items.filter(isObject) : { why: 'kubectl gave no answer that can be read' };
}

/** A text in an object; `''` where there is none. */
export function textAt(object: unknown, ...path: readonly string[]): string {
  const value = valueAt(object, ...path);
  return typeof value === 'string' ? value : '';
}
