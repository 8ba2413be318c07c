import { asCidr, type Cidr, contains, overlaps, type Place, parseCidr, rangesOverlap } from '../../base';
import type { LabelSelectorSpec } from '../../policy/read/label-selector';
import { choiceOf, isChosen } from '../labels';
import type { PolicyObject } from '../policies/items';
import { placeIn, type Reading, readingOf } from '../policies/reading';
import type { Breach } from '../rule';
import { rule } from './define';
import { policyRule } from './policy-rule';

/** Addresses in policies, which Cilium takes for those of the world outside alone. */
export const policyAddressRules = [
  rule('POL024', ['policies', 'subnets', 'addresses'], ({ policies, subnets, addresses }): Breach[] => {
    if (policies.value === undefined) return [];
    const reading = readingOf(policies.value);
    const { cidrMatch } = reading.profile;
    const ranges = (subnets.value ?? []).filter(
      ({ hasNodes, name }) => hasNodes !== true && (name !== 'pods' || !cidrMatch.includes('pods')),
    );
    const nodes = cidrMatch.includes('nodes') ? [] : (addresses.value ?? []).filter(({ of }) => of === 'node');
    return blocksOf(reading).flatMap(({ policy, block, at }) => {
      const range = ranges.find(({ cidr }) => within(block, cidr));
      if (range !== undefined)
        return [
          {
            at,
            message: `${policy.called}: '${block.canonical}' lies in the addresses of ${range.name} (${range.cidr}), which Cilium never knows by address: nobody there is meant`,
            repair: range.name === 'services' ? 'write the pods behind the Service, with toEndpoints' : 'write the pods by their labels',
          },
        ];
      const node = nodes.find((address) => block.first === block.last && rangesOverlap(rangeOf(block), address.range));
      return node === undefined
        ? []
        : [
            {
              at,
              message: `${policy.called}: '${block.canonical}' is the address of ${node.what}, and Cilium doesn't know nodes by address`,
              repair: 'write the entities host, remote-node or kube-apiserver',
            },
          ];
    });
  }),
  policyRule('POL040', (reading) => [
    ...reading.items
      .filter(({ denies }) => !denies)
      .flatMap(({ policy, item, path }) =>
        (item.toServices ?? []).flatMap(({ k8sService }, i): Breach[] =>
          k8sService?.serviceName === 'kubernetes' && (k8sService.namespace ?? 'default') === 'default'
            ? [apiServer(policy, placeIn(policy, `${path}.toServices[${i}]`), "Service 'default/kubernetes'")]
            : [],
        ),
      ),
    ...blocksOf(reading).flatMap(({ policy, block, at, ports }) =>
      block.first === block.last && ports.includes('6443') ? [apiServer(policy, at, `'${block.canonical}' at port 6443`)] : [],
    ),
  ]),
  policyRule('POL051', (reading) =>
    reading.items
      .filter(({ denies }) => !denies)
      .flatMap(({ policy, item, path, direction, section }) =>
        (['fromCIDRSet', 'toCIDRSet'] as const).flatMap((list) =>
          (item[list] ?? []).flatMap(({ cidr, except }, i): Breach[] => {
            const block = cidr ? parseCidr(cidr) : undefined;
            const gaps = (except ?? []).flatMap((text) => parseCidr(text) ?? []);
            if (block === undefined || gaps.length === 0) return [];
            const at = placeIn(policy, `${path}.${list}[${i}].except`);
            if (covered(block, gaps))
              return [
                {
                  at,
                  message: `${policy.called}: the exceptions take everything out of '${block.canonical}', so that nobody is meant`,
                  repair: 'leave the item out',
                },
              ];
            const others = blocksOf(reading).filter(
              (other) => other.policy === policy && other.section === section && other.path !== `${path}.${list}[${i}]`,
            );
            const hit = gaps.flatMap((gap) =>
              others.filter((other) => overlaps(other.block, gap) && !isMeant(other.block, gap, block)).map((other) => ({ gap, other })),
            )[0];
            if (hit === undefined) return [];
            const flow = direction === 'egress' ? `→ ${hit.other.block.canonical}` : `${hit.other.block.canonical} →`;
            return [
              {
                at,
                message: `${policy.called}: '${hit.gap.canonical}' is an exception, and '${hit.other.block.canonical}' of another rule allows it all the same: ${flow} passes`,
                repair: `write ${direction}Deny where it's never to pass`,
                also: [hit.other.at],
              },
            ];
          }),
        ),
      ),
  ),
  policyRule('POL052', (reading) => {
    const groups = reading.fact.sources
      .filter(({ object }) => object.kind === 'CiliumCIDRGroup')
      .map(({ object }) => (object.metadata ?? {}) as Metadata);
    const names = new Set(groups.map(({ name }) => name));
    return reading.items.flatMap(({ policy, item, path }) =>
      (['fromCIDRSet', 'toCIDRSet'] as const).flatMap((list) =>
        (item[list] ?? []).flatMap(({ cidrGroupRef, cidrGroupSelector }, i): Breach[] => {
          const at = placeIn(policy, `${path}.${list}[${i}]`);
          const repair = 'add the CiliumCIDRGroup, or write its addresses';
          if (cidrGroupRef && !names.has(cidrGroupRef))
            return [
              { at, message: `${policy.called}: no file has a CiliumCIDRGroup '${cidrGroupRef}'; without one nobody is meant`, repair },
            ];
          return cidrGroupSelector && !groups.some(({ labels }) => fits(labels ?? {}, cidrGroupSelector))
            ? [{ at, message: `${policy.called}: no file has a CiliumCIDRGroup of these labels; without one nobody is meant`, repair }]
            : [];
        }),
      ),
    );
  }),
];

/** Whether a part of an exception is allowed on purpose: everything but private networks, and one address of these. */
function isMeant(part: Cidr, gap: Cidr, around: Cidr): boolean {
  return around.prefix === 0 && part.prefix > gap.prefix;
}

interface Metadata {
  readonly name?: unknown;
  readonly labels?: Readonly<Record<string, string>>;
}

interface PlacedBlock {
  readonly policy: PolicyObject;
  readonly block: Cidr;
  readonly section: string;
  readonly path: string;
  readonly at: Place;
  /** Ports beside it, as they are written. */
  readonly ports: readonly string[];
}

const known = new WeakMap<Reading, readonly PlacedBlock[]>();

/** The blocks of addresses that policies name, beside exceptions. */
function blocksOf(reading: Reading): readonly PlacedBlock[] {
  const found = known.get(reading) ?? [...ciliumBlocks(reading), ...kubernetesBlocks(reading)];
  known.set(reading, found);
  return found;
}

function ciliumBlocks(reading: Reading): PlacedBlock[] {
  return reading.items.flatMap(({ policy, item, path, section }) => {
    const ports = (item.toPorts ?? []).flatMap((p) => (p.ports ?? []).map(({ port }) => String(port)));
    const of = (text: string | null | undefined, inside: string): PlacedBlock[] => {
      const block = text ? asCidr(text) : undefined;
      return block === undefined
        ? []
        : [{ policy, block, section, path: `${path}.${inside}`, at: placeIn(policy, `${path}.${inside}`), ports }];
    };
    return [
      ...(['fromCIDR', 'toCIDR'] as const).flatMap((list) => (item[list] ?? []).flatMap((text, i) => of(text, `${list}[${i}]`))),
      ...(['fromCIDRSet', 'toCIDRSet'] as const).flatMap((list) => (item[list] ?? []).flatMap(({ cidr }, i) => of(cidr, `${list}[${i}]`))),
    ];
  });
}

interface KubernetesItem {
  readonly from?: readonly { readonly ipBlock?: { readonly cidr?: string } }[];
  readonly to?: readonly { readonly ipBlock?: { readonly cidr?: string } }[];
  readonly ports?: readonly { readonly port?: unknown }[];
}

function kubernetesBlocks(reading: Reading): PlacedBlock[] {
  return reading.policies
    .filter(({ kind }) => kind === 'NetworkPolicy')
    .flatMap((policy) => {
      const spec = (policy.source.object.spec ?? {}) as Readonly<Record<string, readonly KubernetesItem[] | undefined>>;
      return (['ingress', 'egress'] as const).flatMap((section) =>
        (spec[section] ?? []).flatMap((item, i) =>
          (['from', 'to'] as const).flatMap((list) =>
            (item?.[list] ?? []).flatMap((peer, n): PlacedBlock[] => {
              const block = peer?.ipBlock?.cidr === undefined ? undefined : parseCidr(peer.ipBlock.cidr);
              const path = `spec.${section}[${i}].${list}[${n}].ipBlock.cidr`;
              const ports = (item.ports ?? []).map(({ port }) => String(port));
              return block === undefined ? [] : [{ policy, block, section, path, at: placeIn(policy, path), ports }];
            }),
          ),
        ),
      );
    });
}

function apiServer(policy: PolicyObject, at: Place, named: string): Breach {
  return {
    at,
    message: `${policy.called}: ${named} is the API server, which Cilium knows by its entity: pod → kube-apiserver TCP 6443 may stay denied`,
    repair: 'write toEntities: [kube-apiserver]',
  };
}

function within(block: Cidr, cidr: string): boolean {
  const outer = parseCidr(cidr);
  return outer !== undefined && contains(outer, block);
}

function rangeOf(block: Cidr): { readonly first: string; readonly last: string } {
  const address = block.canonical.split('/')[0] as string;
  return { first: address, last: address };
}

/** Whether every address of the block is in one of the gaps. */
function covered(block: Cidr, gaps: readonly Cidr[]): boolean {
  let next = block.first;
  for (const gap of [...gaps]
    .filter(({ family }) => family === block.family)
    .sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0))) {
    if (gap.first > next) return false;
    if (gap.last + 1n > next) next = gap.last + 1n;
  }
  return next > block.last;
}

/** Cilium keeps labels of groups under a source of their own, which selectors may name. */
function fits(labels: Readonly<Record<string, string>>, selector: LabelSelectorSpec): boolean {
  return isChosen(
    labels,
    choiceOf(selector).map((condition) => ({ ...condition, key: condition.key.replace(/^cidrgroup:/, '') })),
  );
}
