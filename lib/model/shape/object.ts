import { isObject } from '../../base';
import { type Check, expect, kubernetesData, list, map, text } from './check';

const apiVersion = expect(
  'an API version',
  (v) => typeof v !== 'string' || v.split('/').length <= 2,
  "write a group and a version, e.g. 'apps/v1'",
);
const kind = expect(
  'a kind',
  (v) => typeof v !== 'string' || /^[A-Z][A-Za-z0-9]*$/.test(v),
  "write it as Kubernetes does, e.g. 'ConfigMap'",
);

/** A Kubernetes object, or a patch of one: plain data, with metadata that cdk8s can read. What an object needs beyond is OBJ001. */
export const object: Check = (value, path, report) => {
  kubernetesData(value, path, report);
  if (!isObject(value)) return;
  apiVersion(value.apiVersion, `${path}.apiVersion`, report);
  kind(value.kind, `${path}.kind`, report);
  const { metadata } = value;
  if (metadata === undefined) return;
  if (!isObject(metadata)) {
    kubernetesData(metadata, `${path}.metadata`, report);
    return;
  }
  for (const key of ['labels', 'annotations']) ifThere(map(text), metadata[key], `${path}.metadata.${key}`);
  for (const key of ['finalizers', 'ownerReferences'])
    ifThere(
      list(() => {}),
      metadata[key],
      `${path}.metadata.${key}`,
    );

  function ifThere(check: Check, member: unknown, at: string): void {
    if (member !== undefined) check(member, at, report);
  }
};
