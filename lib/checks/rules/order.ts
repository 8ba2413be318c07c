import type { Breach } from '../rule';
import { underArgo } from './argo-order';
import { rule } from './define';
import { underFlux } from './flux-order';

/** Objects of Cilium's kinds come behind the operator, which brings the kinds. */
export const orderRules = [
  rule('INV045', ['objects', 'cilium.installers'], ({ objects, 'cilium.installers': installers }): Breach[] => {
    // Where somebody brings Cilium before, the kinds are there.
    if ((installers.value ?? []).some(({ isFirst }) => isFirst)) return [];
    const list = objects.value ?? [];
    const [flux, argo] = (['flux', 'argo'] as const).map((kind) => (installers.value ?? []).find(({ by }) => by === kind));
    return [...(flux === undefined ? [] : underFlux(list, flux)), ...(argo === undefined ? [] : underArgo(list, argo))];
  }),
];
