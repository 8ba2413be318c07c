import { compareMinors, type Json, type JsonObject, nearest, parseVersion, valueAt } from '../../base';
import { ciliumKinds, servedVersions } from '../../model';
import type { ObjectFact } from '../fact';
import type { Breach } from '../rule';
import { rule } from './define';
import { isOn, valuePlace } from './network';

/** The first minor whose agents answer for IPv6 addresses on the local network. */
const firstForIpv6 = '1.19';
const ours = /^cilium\.io\/(v2(?:alpha1)?)$/;

/** Objects of Cilium's own kinds, and what its release makes of them. */
export const ciliumKindRules = [
  rule('INV043', ['objects', 'cilium.version'], ({ objects, 'cilium.version': cilium }): Breach[] => {
    const minor = cilium.value === undefined ? undefined : parseVersion(cilium.value)?.minor;
    if (minor === undefined) return [];
    return (objects.value ?? []).flatMap((fact) => kindBreaches(fact, minor, cilium.at));
  }),
  rule(
    'INV056',
    ['objects', 'cilium.version', 'cilium.values'],
    ({ objects, 'cilium.version': cilium, 'cilium.values': values }): Breach[] => {
      const minor = cilium.value === undefined ? undefined : parseVersion(cilium.value)?.minor;
      const list = objects.value ?? [];
      if (minor === undefined || values.value === undefined) return [];
      const announcer = list.find(({ object }) => object.kind === 'CiliumL2AnnouncementPolicy');
      const isOff = !isOn(valueAt(values.value, 'ipv6', 'enabled'));
      return list
        .filter(({ object }) => object.kind === 'CiliumLoadBalancerIPPool')
        .flatMap(({ object, at }) => ipv6Blocks(object).map((block) => ({ block, at, name: String(valueAt(object, 'metadata', 'name')) })))
        .flatMap(({ block, at, name }): Breach[] => {
          if (isOff)
            return [
              {
                at,
                also: [valuePlace(values, 'ipv6', 'enabled')],
                message: `'${block}' of the pool '${name}' is IPv6, which Cilium has switched off: no Service gets an address of it`,
                repair: 'leave out the block, or write ipv6: { enabled: true } with IPv6 addresses for pods and Services',
              },
            ];
          if (announcer === undefined || compareMinors(minor, firstForIpv6) >= 0) return [];
          return [
            {
              at,
              also: [cilium.at, announcer.at],
              message: `'${block}' of the pool '${name}' is IPv6, for which Cilium ${minor} answers nobody on the local network`,
              repair: `write a release of ${firstForIpv6} or newer, or IPv4 addresses`,
            },
          ];
        });
    },
  ),
];

function kindBreaches({ object, at }: ObjectFact, minor: string, versionAt: Breach['at']): Breach[] {
  const written = ours.exec(String(object.apiVersion))?.[1];
  const name = String(object.kind);
  if (written === undefined) return [];
  const kind = Object.hasOwn(ciliumKinds, name) ? ciliumKinds[name] : undefined;
  if (kind === undefined) {
    const meant = nearest(name, Object.keys(ciliumKinds));
    return [
      {
        at,
        message: `Cilium has no kind '${name}', so the API server won't know it`,
        repair: meant === undefined ? 'write another kind' : `write '${meant}'`,
      },
    ];
  }
  const served = servedVersions(kind, minor);
  const [best] = served;
  if (best === undefined)
    return [
      {
        at,
        also: [versionAt],
        message:
          kind.gone === undefined
            ? `Cilium ${minor} has no kind '${name}' yet, so the API server won't know it`
            : `Cilium ${kind.gone.since} has taken '${name}' away: the API server of Cilium ${minor} knows no such kind`,
        repair: kind.gone === undefined ? 'leave it out, or write a newer release of Cilium' : `write ${kind.gone.instead}`,
      },
    ];
  if (!served.some((version) => version === written))
    return [
      {
        at,
        also: [versionAt],
        message: `Cilium ${minor} has '${name}' in cilium.io/${best}, not in '${String(object.apiVersion)}': applying it ends with "no matches for kind"`,
        repair: `write apiVersion: 'cilium.io/${best}'`,
      },
    ];
  if (written === best || kind.v2alpha1?.deprecated === undefined) return [];
  return [
    {
      at,
      also: [versionAt],
      severity: 'warning',
      message: `'${name}' in '${String(object.apiVersion)}' is deprecated: Cilium ${minor} still reads it, and a later one won't`,
      repair: `write apiVersion: 'cilium.io/${best}'`,
    },
  ];
}

function ipv6Blocks(object: JsonObject): string[] {
  const blocks = valueAt(object, 'spec', 'blocks');
  return (Array.isArray(blocks) ? blocks : []).flatMap((block: Json) => {
    const text = valueAt(block, 'cidr') ?? valueAt(block, 'start');
    return typeof text === 'string' && text.includes(':') ? [text] : [];
  });
}
