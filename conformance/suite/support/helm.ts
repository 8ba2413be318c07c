import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { isObject, type Json, type JsonObject, valueAt } from '../../../lib/base';
import type { CiliumMinor } from '../../pins';
import { judges } from './judges';

/** What a chart is rendered with. */
export interface Rendering {
  readonly minor: CiliumMinor;
  readonly kubernetes: string;
  /** The text of the values file. */
  readonly values: string;
}

/** Renders Cilium's chart as `helm install` would for a new cluster, and returns the text. */
export async function render({ minor, kubernetes, values }: Rendering): Promise<string> {
  const { helm, chart } = judges();
  // Helm keeps caches and settings in the home folder: here it finds an empty one, and no cluster.
  const folder = mkdtempSync(join(tmpdir(), 'ichor-helm-'));
  try {
    const file = join(folder, 'values.yaml');
    writeFileSync(file, values);
    const args = ['template', 'cilium', chart[minor], '--namespace', 'kube-system', '--values', file, '--kube-version', kubernetes];
    const env = { PATH: process.env.PATH, HOME: folder, KUBECONFIG: join(folder, 'none') };
    const { stdout } = await promisify(execFile)(helm, args, { env, maxBuffer: 2 ** 26 });
    return stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Paths of values that the chart doesn't know: it takes them in silence, and does nothing with them. Some stand neither in its
 * defaults nor in its schema and are read by its templates all the same.
 */
export function unknownValues(minor: CiliumMinor, values: JsonObject): string[] {
  const schema: Json = JSON.parse(readFileSync(join(judges().chart[minor], 'values.schema.json'), 'utf8'));
  const below = (value: Json | undefined, known: Json | undefined, path: readonly string[]): string[] => {
    const properties = valueAt(known, 'properties');
    if (!isObject(value) || !isObject(properties) || Object.keys(properties).length === 0) return [];
    return Object.keys(value).flatMap((key) => {
      const at = [...path, key];
      if (properties[key] !== undefined) return below(value[key], properties[key], at);
      return isRead(minor, at) ? [] : [at.join('.')];
    });
  };
  return below(values, schema, []);
}

/** Whether a template reads the value, by its path or by asking for its key. */
function isRead(minor: CiliumMinor, path: readonly string[]): boolean {
  const folder = join(judges().chart[minor], 'templates');
  const asked = new RegExp(
    [`\\.Values\\.${path.join('\\.')}\\b`, `hasKey \\.Values\\.${path.slice(0, -1).join('\\.')} "${path.at(-1)}"`].join('|'),
  );
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(yaml|tpl|txt)$/.test(file))
    .some((file) => asked.test(readFileSync(join(folder, file), 'utf8')));
}

/** The objects of a rendered chart, read as Helm's own YAML version reads them. */
export function objectsOf(rendered: string): JsonObject[] {
  return parseAllDocuments(rendered, { version: '1.1' })
    .map((document) => {
      if (document.errors.length > 0) throw document.errors[0];
      return document.toJS() as JsonObject | null;
    })
    .filter((object) => object !== null);
}

/** Does the work for each item, two at a time, and returns the results in the order of the items. */
export async function inPairs<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = new Array(items.length);
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const i = next++;
      results[i] = await work(items[i] as T);
    }
  };
  await Promise.all([worker(), worker()]);
  return results;
}
