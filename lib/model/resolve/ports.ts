import { isPort, portNameFault } from '../../base';
import type { PortModel } from '../model';
import { type PortOptions, type Ports, portOptions } from '../port';
import type { Context } from './context';

/** Checks declared ports and writes them out; `hasService` says whether a Service stands in front. */
export function resolvePorts(context: Context, path: string, ports: Ports, hasService: boolean): PortModel[] {
  const written = Object.entries(ports).map(([handle, port]) => ({ handle, options: portOptions(port) }));
  const served = written.filter(({ options }) => hasService && options.service !== false);
  const taken = new Map<string, string>();
  const names = new Map<string, string>();
  return written.map(({ handle, options }) => {
    const here = `${path}.ports.${handle}`;
    const protocol = options.protocol ?? 'TCP';
    if (!isPort(options.port)) context.add('WRK003', here, `${options.port} is not a port`, { repair: 'write a number of 1 to 65535' });
    claim(
      context,
      taken,
      `${options.port}/${protocol}`,
      here,
      (other) => `container port ${options.port}/${protocol} is declared twice, here and at ${other}`,
    );
    if (options.name !== undefined) {
      checkName(context, `${here}.name`, options.name);
      claim(context, names, options.name, here, (other) => `the port name '${options.name}' stands here and at ${other}`);
    }
    if (!served.some((s) => s.handle === handle)) return port(handle, options);
    const number = typeof options.service === 'number' ? options.service : options.port;
    if (!isPort(number)) context.add('WRK003', `${here}.service`, `${number} is not a port`, { repair: 'write a number of 1 to 65535' });
    const name = options.serviceName ?? options.name ?? (served.length > 1 ? handle : undefined);
    if (name !== undefined) checkName(context, options.serviceName === undefined ? here : `${here}.serviceName`, name);
    return { ...port(handle, options), service: { port: number, ...(name === undefined ? {} : { name }) } };
  });
}

function port(handle: string, options: PortOptions): PortModel {
  return { handle, port: options.port, protocol: options.protocol ?? 'TCP', ...(options.name === undefined ? {} : { name: options.name }) };
}

function checkName(context: Context, path: string, name: string): void {
  const fault = portNameFault(name);
  if (fault !== undefined) context.add('NAM002', path, `the port name '${name}' ${fault}`, { repair: 'write another name' });
}

function claim(context: Context, taken: Map<string, string>, key: string, path: string, message: (other: string) => string): void {
  const other = taken.get(key);
  if (other === undefined) taken.set(key, path);
  else context.add('WRK002', path, message(other), { repair: 'leave one out', also: [other] });
}
