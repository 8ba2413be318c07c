import { policySchemas as ofCilium119 } from '../../../imports/policy-schemas-1.19';
import { policySchemas as ofCilium120 } from '../../../imports/policy-schemas-1.20';
import type { Schema } from '../../../imports/schema';
import { type Finding, finding, isObject, parseCidr } from '../../base';
import type { Profile } from '../profile';
import type { AddressGroup } from './address-identities';
import { placeOf } from './policies';
import { checkSchema } from './schema';
import type { SourceObject } from './source-object';

/**
 * The CiliumCIDRGroups among the objects. A group that the API server refuses is not there; a block that is none is left out,
 * as the agent does.
 *
 * @see cilium 1.20.2 pkg/policy/k8s/cilium_cidr_group.go
 */
export function readCidrGroups(
  objects: readonly SourceObject[],
  { cilium }: Profile,
): { readonly groups: readonly AddressGroup[]; readonly findings: readonly Finding[] } {
  const schemas: Readonly<Record<string, Schema>> = cilium === '1.19' ? ofCilium119 : ofCilium120;
  const findings: Finding[] = [];
  const groups: AddressGroup[] = [];
  for (const source of objects) {
    const { apiVersion, kind } = source.object;
    if (kind !== 'CiliumCIDRGroup' || !String(apiVersion).startsWith('cilium.io/')) continue;
    const schema = schemas[`${apiVersion}/${kind}`];
    const faults =
      schema === undefined
        ? [{ path: 'apiVersion', message: `there is no CiliumCIDRGroup of '${apiVersion}'`, repair: 'write apiVersion: cilium.io/v2' }]
        : checkSchema(source.object, schema);
    const metadata = isObject(source.object.metadata) ? source.object.metadata : {};
    findings.push(
      ...faults.map(({ path, message, repair }) =>
        finding('POL001', placeOf(source, path), `CiliumCIDRGroup '${metadata.name}': ${message}`, repair === undefined ? {} : { repair }),
      ),
    );
    if (faults.length > 0) continue;
    const spec = source.object.spec as { readonly externalCIDRs?: readonly string[] | null };
    groups.push({
      name: String(metadata.name),
      labels: (metadata.labels ?? {}) as Readonly<Record<string, string>>,
      blocks: (spec.externalCIDRs ?? []).flatMap((text) => parseCidr(text) ?? []),
    });
  }
  return { groups, findings };
}
