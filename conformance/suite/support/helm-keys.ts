import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type Json, type JsonObject, overlay } from '../../../lib/base';
import type { ChartValue } from '../../../lib/checks/chart/outline';
import { emitYaml } from '../../../lib/output';
import type { CiliumMinor } from '../../pins';
import { render } from './helm';
import { judges } from './judges';

/** The chart's defaults. */
export function defaultsOf(minor: CiliumMinor): JsonObject {
  return parse(readFileSync(join(judges().chart[minor], 'values.yaml'), 'utf8'));
}

/** Renders the chart with values in which much is on, so that much is read, and nothing is made at random. */
export function renderWith(minor: CiliumMinor, values: JsonObject, base: JsonObject = wide): Promise<string> {
  return render({ minor, kubernetes: '1.35.0', values: emitYaml([overlay(base, values)], { nulls: 'keep' }) });
}

const byJob = { auto: { method: 'cronJob' } };

const wide: JsonObject = {
  kubeProxyReplacement: true,
  bandwidthManager: { enabled: true },
  bgpControlPlane: { enabled: true },
  cluster: { name: 'wide', id: 1 },
  clustermesh: { useAPIServer: true, apiserver: { tls: byJob } },
  egressGateway: { enabled: true },
  encryption: { enabled: true, type: 'wireguard' },
  envoyConfig: { enabled: true },
  gatewayAPI: { enabled: true },
  hubble: { relay: { enabled: true }, ui: { enabled: true }, tls: byJob, metrics: { enabled: ['drop'] }, redact: { enabled: true } },
  ingressController: { enabled: true },
  ipam: { mode: 'kubernetes' },
  l2announcements: { enabled: true },
  l2podAnnouncements: { enabled: true },
  loadBalancer: { l7: { backend: 'envoy' } },
  nodeinit: { enabled: true },
  operator: { prometheus: { enabled: true } },
  prometheus: { enabled: true },
};

/** The places of values that Helm refuses by the chart's schema, as it writes them: `/etcd/endpoints/0`. */
export async function refusedBySchema(minor: CiliumMinor, values: JsonObject): Promise<string[]> {
  const said = await renderWith(minor, values, {}).then(
    () => '',
    (error: Error) => error.message,
  );
  if (!said.includes("values don't meet the specifications of the schema")) return [];
  return [...new Set([...said.matchAll(/^ *- at '([^']*)': (?!validation failed$)/gm)].map(([, at]) => at as string))].sort();
}

/** A map of values in which every value at a depth is the same, and has its place in maps above. `global` is Helm's own. */
export function everywhereAt(depth: number, chart: ChartValue, value: Json): JsonObject {
  return Object.fromEntries(
    [...chart.keys].flatMap(([key, child]): [string, Json][] => {
      if (child.isRefused || key === 'global') return [];
      if (depth === 0) return [[key, value]];
      const below = everywhereAt(depth - 1, child, value);
      return Object.keys(below).length > 0 ? [[key, below]] : [];
    }),
  );
}

/** A map of values that has a misspelt key in every map that takes no other keys. */
export function misspeltIn(chart: ChartValue): JsonObject {
  const below = [...chart.keys].flatMap(([key, child]): [string, Json][] => {
    const inside = misspeltIn(child);
    return Object.keys(inside).length > 0 ? [[key, inside]] : [];
  });
  const misspelt = chart.isFree ? [] : [...chart.keys.keys()].map((key): [string, Json] => [`${key}X`, 'misspelt']);
  return Object.fromEntries([...below, ...misspelt]);
}

/** The paths of values that templates read, and the defaults don't have. */
export function onlyRead(chart: ChartValue, defaults: Json | undefined, above: readonly string[] = []): string[] {
  return [...chart.keys].flatMap(([key, child]) => {
    if (child.isRefused) return [];
    const has = typeof defaults === 'object' && defaults !== null && key in defaults;
    const path = [...above, key];
    return [...(has ? [] : [path.join('.')]), ...onlyRead(child, has ? (defaults as JsonObject)[key] : undefined, path)];
  });
}

/** The paths that the chart's templates write out in full: `.Values.bpf.masquerade`. */
export function spelledOut(minor: CiliumMinor): string[] {
  const found = textsIn(join(judges().chart[minor], 'templates'), /\.(yaml|tpl|txt)$/, /\.Values((?:\.\w+)+)/g);
  return found.map((path) => path.slice(1)).filter((path) => path !== 'AsMap');
}

/** The paths that Cilium's documentation gives to `--set`, without those of cert-manager's chart. */
export function documented(minor: CiliumMinor): string[] {
  const folder = join(judges().chart[minor], '..', '..', '..', 'Documentation');
  const set = /--(?:helm-)?set(?:-string|-json|-file)?[ =]["'\\]*([\w.[\]{}"'\\-]+?)=/g;
  const found = textsIn(folder, /\.(rst|inc|md)$/, set).map((path) => path.replace(/\[\d+\]/g, ''));
  return found.filter((path) => !/^(config|crds|webhook)\./.test(path));
}

/** What a pattern's first group finds in the files of a folder, each text once. */
function textsIn(folder: string, names: RegExp, pattern: RegExp): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => names.test(file));
  const found = files.flatMap((file) => [...readFileSync(join(folder, file), 'utf8').matchAll(pattern)].map(([, text]) => text as string));
  return [...new Set(found)].sort();
}
