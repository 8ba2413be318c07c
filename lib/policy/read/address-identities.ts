import { type Cidr, compareText, contains } from '../../base';
import type { Entry } from '../entry';
import type { Identity } from '../identity';
import { cidrGroupNameKey, cidrLabel, type Label, label, labelText, worldLabel } from '../label';
import type { Profile } from '../profile';
import { ownedKey } from './pod-identity';
import { familiesOf } from './reserved';

/** A CiliumCIDRGroup: blocks of addresses that rules mean by its name or its labels. */
export interface AddressGroup {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly blocks: readonly Cidr[];
}

/** A block with what lies inside of it. */
interface Region {
  readonly block: Cidr;
  /** The largest of the blocks inside of it. */
  readonly inside: Cidr[];
  /** The blocks that it lies in, from the largest on, and itself. */
  readonly around: readonly Cidr[];
}

/**
 * The blocks that rules name, exceptions too, each once, in order of family and address. A block of every address is none of
 * them: it means the world.
 *
 * @see cilium 1.20.2 pkg/policy/types/selector.go (GetCIDRPrefixes)
 */
export function prefixesOf(entries: readonly Entry[]): readonly Cidr[] {
  const selectors = entries.flatMap(({ peers }) => peers).filter(({ kind }) => kind === 'cidr');
  return inOrder(selectors.flatMap(({ requirements }) => requirements).flatMap(({ prefix }) => prefix ?? []));
}

/**
 * One identity for every part of the outside world that rules tell apart: each block that a rule or a group names, without the
 * smaller ones inside of it, if anything is left of it. Parts that carry the same labels are one identity.
 *
 * A part carries the label of the smallest block around it that a rule names, that one alone; the labels of every group that
 * it lies in, of several with one key first that of the smaller block and, for one block, of the group that comes first by
 * name; and the world's of its family. Blocks of a family that the cluster doesn't have lead nowhere. A group's block of every
 * address counts for nothing, since the agent keeps the world's labels as they are.
 *
 * @param prefixes blocks that rules name; see {@link prefixesOf}
 * @see cilium 1.20.2 pkg/ipcache/metadata.go (mergeLabels, resolveLabels), pkg/ipcache/types.go (flatten),
 *   pkg/policy/k8s/cilium_cidr_group.go and daemon/cmd/hostips-sync.go
 */
export function addressIdentities(prefixes: readonly Cidr[], groups: readonly AddressGroup[], profile: Profile): readonly Identity[] {
  const named = new Set(inOrder(prefixes).map(({ canonical }) => canonical));
  const ordered = [...groups].sort(
    (a, b) => compareText(a.name, b.name) || compareText(JSON.stringify(a.labels), JSON.stringify(b.labels)),
  );
  const families = familiesOf(profile).map(({ family }) => family);
  const blocks = inOrder([...prefixes, ...groups.flatMap((group) => group.blocks)]).filter(({ family }) => families.includes(family));
  const marks = marksOf(ordered);
  const parts = new Map<string, { labels: readonly Label[]; regions: Region[] }>();
  for (const region of regionsOf(blocks).filter(isAnythingLeft)) {
    const labels = labelsOf(region, named, marks, profile);
    const key = JSON.stringify(labels.map(labelText));
    const part = parts.get(key) ?? { labels, regions: [] };
    part.regions.push(region);
    parts.set(key, part);
  }
  return [...parts.values()].map(({ labels, regions }) => {
    const name = listed(regions.map(regionName), ' and ');
    return { kind: 'cidr', name, namespace: '', endpoint: false, ports: [], labels };
  });
}

/** Blocks by family, number and size, the largest first, each once; without those of every address. */
function inOrder(blocks: readonly Cidr[]): readonly Cidr[] {
  const order = (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0);
  const sorted = blocks
    .filter(({ prefix }) => prefix > 0)
    .sort((a, b) => a.family - b.family || order(a.first, b.first) || a.prefix - b.prefix);
  return sorted.filter((block, i) => block.canonical !== sorted[i - 1]?.canonical);
}

function regionsOf(blocks: readonly Cidr[]): readonly Region[] {
  const open: Region[] = [];
  return blocks.map((block) => {
    while (open.length > 0 && !contains((open[open.length - 1] as Region).block, block)) open.pop();
    open[open.length - 1]?.inside.push(block);
    const region = { block, inside: [], around: [...open.map((r) => r.block), block] };
    open.push(region);
    return region;
  });
}

const sizeOf = ({ first, last }: Cidr) => last - first + 1n;

function isAnythingLeft({ block, inside }: Region): boolean {
  return inside.reduce((size, part) => size - sizeOf(part), sizeOf(block)) > 0n;
}

function labelsOf({ block, around }: Region, named: ReadonlySet<string>, marks: Marks, profile: Profile): readonly Label[] {
  const inward = [...around].reverse();
  const nearest = inward.find(({ canonical }) => named.has(canonical));
  const grouped = inward.flatMap(({ canonical }) => marks.get(canonical) ?? []);
  const single = new Map(grouped.map((l) => [labelText(l), l]));
  return [...(nearest === undefined ? [] : [cidrLabel(nearest)]), ...single.values(), worldLabel(block.family, profile)];
}

/** The labels of the groups that have a block, by the block. */
type Marks = ReadonlyMap<string, readonly Label[]>;

function marksOf(groups: readonly AddressGroup[]): Marks {
  const marks = new Map<string, Label[]>();
  for (const group of groups) {
    const labels = groupLabels(group);
    for (const canonical of new Set(group.blocks.map((block) => block.canonical))) {
      const before = marks.get(canonical);
      if (before === undefined) marks.set(canonical, [...labels]);
      else before.push(...labels);
    }
  }
  return marks;
}

function groupLabels({ name, labels }: AddressGroup): readonly Label[] {
  const own = Object.entries(labels).filter(([key]) => !key.startsWith(ownedKey));
  const sorted = own.sort(([a], [b]) => compareText(a, b));
  return [label('cidrgroup', `${cidrGroupNameKey}/${name}`), ...sorted.map(([key, value]) => label('cidrgroup', key, value))];
}

function regionName({ block, inside }: Region): string {
  return inside.length === 0
    ? block.canonical
    : `${block.canonical} without ${listed(
        inside.map(({ canonical }) => canonical),
        ', ',
      )}`;
}

/** As many as a line holds, and how many there are beyond. */
function listed(texts: readonly string[], between: string): string {
  if (texts.length <= 4) return texts.join(between);
  return `${texts.slice(0, 3).join(between)} and ${texts.length - 3} more`;
}
