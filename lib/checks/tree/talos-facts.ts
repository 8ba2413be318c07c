import { isObject, keysOf, type Place, parseCidr, valueAt } from '../../base';
import { type Fact, type Facts, known, type SubnetFact, unknown } from '../fact';
import { talosFacts } from '../facts/talos';
import { talosManifestFacts } from '../facts/talos-manifests';
import { talosNetworkFacts } from '../facts/talos-network';
import { type Keys, reached } from './layers';
import type { Machines } from './machines';
import { controlPlaneSets, type TalosParts, TalosSet } from './talos';
import { folderOf, isBelow, itemsAt } from './tree';

/** The file that places inside of merged config name, with the number of the set, until they are located. */
export const mergedConfig = "Talos' config";

export function valueIn(set: TalosSet, path: Keys): unknown {
  const { value, keys } = set.value(path);
  return reached(value, keys);
}

type TalosFactNames =
  | keyof ReturnType<typeof talosFacts>
  | keyof ReturnType<typeof talosNetworkFacts>
  | keyof ReturnType<typeof talosManifestFacts>;
type TalosRecord = { readonly [K in TalosFactNames]: Facts[K] };

/** What nobody leaves out who has Cilium: where patches don't say it, another program does (Terraform, KSail, a script's flags). */
const neverLeftOut: ReadonlySet<TalosFactNames> = new Set(['talos.cni', 'talos.kubeProxy']);

/** What control planes are told; unknown where several of them are told different things. */
export function talosPart(
  parts: TalosParts,
  unread: readonly string[],
  at: Place,
): { readonly sets: readonly TalosSet[]; readonly facts: TalosRecord; readonly isAll: boolean } {
  const found = controlPlaneSets(parts.pieces);
  const why = parts.why ?? unreadPatch(parts, unread);
  const sets = found.length > 0 ? found : [new TalosSet([])];
  const records = sets.map((set, i): TalosRecord => {
    const file = `${mergedConfig}${i}`;
    return {
      ...talosFacts(set.documents(), file),
      ...talosNetworkFacts(set.documents(), file),
      ...talosManifestFacts(set.documents(), file),
    };
  });
  const template = unread.find((path) => /(^|\/)(talos|machine-?configs?|control-?planes?)([/._-]|$)/i.test(path));
  const nowhere =
    template === undefined ? 'no Talos config of control planes is here' : `${template} can't be read, and nothing else says it`;
  const missing = found.length === 0 ? (parts.why ?? nowhere) : why;
  const isAll = parts.inventories.length > 0 || parts.pieces.some(({ role, whole }) => whole || role === 'control-plane');
  const isListed = parts.inventories.length > 0 || parts.pieces.some(({ whole }) => whole);
  const names = Object.keys(records[0] as TalosRecord) as TalosFactNames[];
  const facts = names.map((name) => {
    const each = records.map((record) => record[name]);
    const [first] = each as [Fact<unknown>];
    const isSaid = found.length > 0 && valueIn(found[0] as TalosSet, keysOf((first.at as { path?: string }).path ?? '')) !== undefined;
    if (missing !== undefined) return [name, unknown(missing, parts.pieces[0]?.layer.document.at ?? at)] as const;
    const isHere = isAll && (isListed || !neverLeftOut.has(name));
    if (!isSaid && !isHere) return [name, unknown('no Talos config here says it, and there may be more of it elsewhere', at)] as const;
    const odd = each.findIndex(
      (fact) =>
        JSON.stringify([fact.state, 'value' in fact && fact.value]) !== JSON.stringify([first.state, 'value' in first && first.value]),
    );
    if (odd < 0) return [name, first] as const;
    const files = [found[0], found[odd]].map((set) => set?.layers[0]?.document.at.file).join(' and ');
    return [name, unknown(`${files} say different things about it`, first.at)] as const;
  });
  return { sets, facts: Object.fromEntries(facts) as unknown as TalosRecord, isAll: isAll && why === undefined };
}

/** Why a patch might be missing: a file beside the others that couldn't be read. */
function unreadPatch({ pieces, inventories }: TalosParts, unread: readonly string[]): string | undefined {
  const folders = [
    ...pieces.map(({ layer }) => folderOf(layer.document.at.file)),
    ...inventories.map(({ document }) => folderOf(document.at.file)),
  ].filter((folder) => folder !== '');
  const file = unread.find((path) => folders.some((folder) => isBelow(folder, folderOf(path))));
  return file === undefined ? undefined : `${file} can't be read, and may say more about it`;
}

export function isMetal({ inventories, pieces }: TalosParts): boolean {
  return inventories.length > 0 || pieces.some(({ layer }) => isObject(valueAt(layer.value, 'machine', 'install')));
}

export function schedulable({ nodes }: Machines, talos: TalosRecord): number {
  const schedules = talos['talos.schedulesOnControlPlanes'];
  return nodes.filter(({ role }) => role === 'worker' || (schedules.state === 'known' && schedules.value)).length;
}

export function subnets(
  sets: readonly TalosSet[],
  { pieces }: TalosParts,
  machines: Machines | undefined,
): Fact<readonly SubnetFact[]> | undefined {
  const [set] = sets;
  if (set === undefined || pieces.length === 0) return undefined;
  const one = (name: string, key: string): SubnetFact[] => {
    for (const path of [
      ['cluster', 'network', key],
      ['KubeNetworkConfig', key],
    ]) {
      const cidr = itemsAt({ list: valueIn(set, path) as never }, 'list').find(
        (text) => typeof text === 'string' && parseCidr(text)?.family === 4,
      );
      const place = set.place([...path, 0]);
      if (typeof cidr === 'string' && place !== undefined) return [{ name, cidr, at: place }];
    }
    return [];
  };
  const own = [...one('pods', 'podSubnets'), ...one('services', 'serviceSubnets')];
  if (own.length === 0) return undefined;
  const seen = new Set(own.map(({ cidr }) => cidr));
  const nodes = (machines?.nodes ?? []).flatMap(({ name, subnet, at }): SubnetFact[] => {
    if (subnet === '' || seen.has(subnet)) return [];
    seen.add(subnet);
    return [{ name: `the network of ${name}`, cidr: subnet, hasNodes: true, at }];
  });
  return known([...own, ...nodes], (own[0] as SubnetFact).at);
}
