import type { Entry } from '../../../../../lib/policy/entry';
import { labelSelector, requirement, type Selector } from '../../../../../lib/policy/selector';

/** An entry of these peers; of its subject, keys that have to be there. */
export function entry({
  namespace = '',
  node = false,
  subject = [],
  peers = [],
}: {
  readonly namespace?: string;
  readonly node?: boolean;
  readonly subject?: readonly string[];
  readonly peers?: readonly Selector[];
}): Entry {
  return {
    direction: 'ingress',
    subject: labelSelector(subject.map((key) => requirement(key, 'Exists'))),
    node,
    namespace,
    peers,
    ports: 'all',
    verdict: 'allow',
    defaultDeny: true,
    tier: 1,
    priority: 0,
    origin: { kind: 'CiliumNetworkPolicy', namespace, name: 'p', path: 'spec.ingress[0]' },
  };
}

/** A selector of labels: `key=value`, or `key` for one that has to be there. */
export function pods(...texts: readonly string[]): Selector {
  return labelSelector(
    texts.map((text) => {
      const [key, value] = text.split('=') as [string, string | undefined];
      return value === undefined ? requirement(key, 'Exists') : requirement(key, 'In', value.split('|'));
    }),
  );
}
