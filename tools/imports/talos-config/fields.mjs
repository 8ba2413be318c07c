// Fields as imports/ has them, from the types that Talos decodes into, and what its JSON schema says of them beyond that.

/** What types that decode themselves take; a type that is not here stops the generator. */
const OWN = {
  'meta.URL': 'text',
  'meta.CertificateAndKey': 'any',
  'network.PortRange': 'scalar',
  'network.PortRanges': 'any',
  'time.Duration': 'scalar',
  'v1alpha1.ArgValue': 'arguments',
  'meta.ArgValue': 'arguments',
  'v1alpha1.Base64Bytes': 'text',
  'v1alpha1.DiskSize': 'scalar',
  'v1alpha1.Endpoint': 'text',
  'v1alpha1.InstallDiskSizeMatcher': 'text',
  'x509.PEMEncodedCertificate': 'any',
  'x509.PEMEncodedCertificateAndKey': 'any',
  'x509.PEMEncodedKey': 'any',
};

/** Texts of a form that is checked. */
const FORMS = { Prefix: 'prefix', Addr: 'address' };

const LEAVES = { boolean: 'boolean', integer: 'integer', number: 'scalar', string: 'text', any: 'any' };

/**
 * @param {import('./upstream.mjs').Field} field
 * @param {any} schema - what the JSON schema says there, or `undefined` where it leaves the field out
 * @param {any} root - the whole schema
 * @param {string} at
 */
export function fieldOf(field, schema, root, at) {
  const said = resolved(schema, root);
  switch (field.type) {
    case 'object':
      return {
        fields: Object.fromEntries(
          Object.entries(field.fields ?? {})
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, below]) => [key, fieldOf(below, said?.properties?.[key], root, `${at}.${key}`)]),
        ),
        ...(field.optional ? { optional: true } : {}),
      };
    case 'map':
      return { map: fieldOf(field.below, Object.values(said?.patternProperties ?? {})[0] ?? said?.additionalProperties, root, `${at}.*`) };
    case 'list':
      return { list: fieldOf(field.below, said?.items, root, `${at}[]`), ...(field.replaced ? { replaced: true } : {}) };
    case 'text':
      return said?.enum?.every((value) => typeof value === 'string')
        ? { values: said.enum }
        : (FORMS[field.name.replace(/^(netip|network|meta)\./, '')] ?? 'text');
    case 'self':
      if (OWN[field.name] === undefined) throw new Error(`${at}: what does a ${field.name} take?`);
      return OWN[field.name];
    default:
      if (LEAVES[field.type] === undefined) throw new Error(`${at}: an unknown type ${field.type}`);
      return LEAVES[field.type];
  }
}

function resolved(schema, root) {
  const name = schema?.$ref?.replace('#/$defs/', '');
  return name === undefined ? schema : root.$defs[name];
}
