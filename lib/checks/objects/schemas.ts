import type { Schema } from '../../../imports/schema';
import { parseVersion } from '../../base';

type Schemas = Readonly<Record<string, Schema>>;

/** Loaded when somebody asks: most clusters have no such objects. */
const load: Readonly<Record<string, () => Schemas>> = {
  '1.19': () => ({
    ...require('../../../imports/object-schemas-cilium-1.19').objectSchemas,
    ...require('../../../imports/object-schemas-gateway-api-1.4').objectSchemas,
  }),
  '1.20': () => ({
    ...require('../../../imports/object-schemas-cilium-1.20').objectSchemas,
    ...require('../../../imports/object-schemas-gateway-api-1.6').objectSchemas,
  }),
};

const loaded = new Map<string, Schemas>();

/** The minors of Cilium of whose definitions, and those of the Gateway API that goes with them, the schemas are here. */
export const minorsWithSchemas: readonly string[] = Object.keys(load);

/**
 * The schema of a kind, as the definitions have it that a release of Cilium goes with; `undefined` for kinds of others, for those
 * of policies, which `lib/policy` reads, and for releases that aren't known.
 */
export function objectSchema(apiVersion: string, kind: string, cilium: string): Schema | undefined {
  const minor = parseVersion(cilium)?.minor ?? '';
  if (!/^(cilium\.io|gateway\.networking\.k8s\.io)\//.test(apiVersion) || !Object.hasOwn(load, minor)) return undefined;
  const schemas = loaded.get(minor) ?? (load[minor] as () => Schemas)();
  loaded.set(minor, schemas);
  return schemas[`${apiVersion}/${kind}`];
}
