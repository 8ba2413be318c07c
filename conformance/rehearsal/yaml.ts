import { parseDocument } from 'yaml';
import type { JsonObject } from '../../lib/base';

/** The object of a file, read with the version of YAML that the tools of Kubernetes read. */
export function objectIn(text: string): JsonObject {
  const document = parseDocument(text, { version: '1.1' });
  if (document.errors.length > 0) throw document.errors[0];
  return document.toJS();
}
