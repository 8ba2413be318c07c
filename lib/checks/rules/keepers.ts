import { type JsonObject, valueAt } from '../../base';
import type { CiliumInstaller } from '../fact';
import type { Breach } from '../rule';
import { rule } from './define';

/** What keeps Cilium never takes it away by itself: without it no node has a network, and what took it away none to bring it back. */
export const keeperRules = [
  rule('INV093', ['cilium.installers'], ({ 'cilium.installers': installers }): Breach[] =>
    (installers.value ?? []).flatMap((keeper) => dangers(keeper).map((danger) => ({ at: keeper.at, ...danger }))),
  ),
];

function dangers({ object, what, by }: CiliumInstaller): { readonly message: string; readonly repair: string }[] {
  if (object === undefined) return [];
  return by === 'flux' ? remediations(object, what) : object.kind === 'Application' ? cascades(object, what) : [];
}

function remediations(object: JsonObject, what: string) {
  return (['install', 'upgrade'] as const).flatMap((action) => {
    const remediation = valueAt(object, 'spec', action, 'remediation');
    const isTried = (valueAt(remediation, 'retries') ?? 0) !== 0 || valueAt(remediation, 'remediateLastFailure') === true;
    if (valueAt(object, 'spec', action, 'strategy', 'name') === 'RetryOnFailure' || !isTried) return [];
    const isRollback = action === 'upgrade' && valueAt(remediation, 'strategy') !== 'uninstall';
    return [
      {
        message: `${what} ${isRollback ? 'rolls Cilium back' : 'uninstalls Cilium'} when ${action === 'upgrade' ? 'an upgrade' : 'its installation'} fails: the network of every node goes with it`,
        repair: `write ${action}.strategy: { name: RetryOnFailure }, and leave out ${action}.remediation`,
      },
    ];
  });
}

function cascades(object: JsonObject, what: string) {
  const finalizers = valueAt(object, 'metadata', 'finalizers');
  const cascades =
    Array.isArray(finalizers) && finalizers.some((name) => String(name).startsWith('resources-finalizer.argocd.argoproj.io'));
  const prunes = valueAt(object, 'spec', 'syncPolicy', 'automated', 'prune') === true;
  return [
    ...(cascades
      ? [
          {
            message: `${what} takes Cilium with it when it is deleted: the network of every node goes with it`,
            repair: 'leave out the finalizer resources-finalizer.argocd.argoproj.io',
          },
        ]
      : []),
    ...(prunes
      ? [
          {
            message: `${what} deletes what it no longer finds in Cilium's chart, and a chart that renders to less takes the network of every node with it`,
            repair: 'write automated: { prune: false }',
          },
        ]
      : []),
  ];
}
