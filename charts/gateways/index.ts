import type { Model } from '../../lib/model';
import { inLayer, type LayeredObject } from '../object';
import { gatewayObject } from './gateway';
import { redirectObjects, routeObjects } from './routes';

/** Gateways and the routes behind them. */
export function gateways(model: Model): LayeredObject[] {
  return [
    ...model.gateways.map((gateway) => inLayer('gateways', gatewayObject(model, gateway), gateway.at)),
    ...[...redirectObjects(model), ...routeObjects(model)].map(({ object, at }) => inLayer('gateways', object, at)),
  ];
}
