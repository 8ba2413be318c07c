import type { Json } from '../../../lib/base';
import type { ObjectVerdict } from '../../claims/objects';
import type { CiliumMinor } from '../../pins';
import { ask, judges } from './judges';

/** Asks the API server, with the custom resources of a Cilium minor and of the Gateway API that goes with it, about each object; the answers come in the same order. */
export function validate(cilium: CiliumMinor, objects: readonly Json[]): ObjectVerdict[] {
  const { crds, gatewayApi } = judges();
  return answered([...crds[cilium], ...gatewayApi[cilium]], objects);
}

/** The same with the custom resources of Flux and Argo CD. */
export function validateKeepers(objects: readonly Json[]): ObjectVerdict[] {
  return answered(judges().keepers, objects);
}

function answered(definitions: readonly string[], objects: readonly Json[]): ObjectVerdict[] {
  const answers = ask<ObjectVerdict & { readonly id: string }>(
    judges().validate,
    definitions.flatMap((path) => ['--crds', path]),
    objects.map((object) => ({ object })),
  );
  return answers.map(({ accepted, errors, warnings }) => ({ accepted, errors, warnings }));
}
