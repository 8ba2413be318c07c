import { isObject, type JsonObject } from '../base';

/** The value that a program printed as JSON, or `undefined` where it printed something else. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The objects among the lines that a program printed, one to a line. */
export function parseJsonLines(text: string): JsonObject[] {
  return text.split('\n').map(parseJson).filter(isObject);
}
