import { isPort, portNameFault } from '../../base';
import type { PortModel } from '../model';
import { type PortOptions, type Ports, portOptions } from '../port';
import type { Context } from './context';

/** Checks declared ports and writes them out; `hasService` says whether a Service stands in front. */
export function resolvePorts(context: Context, path: string, ports: Ports, hasService: boolean): PortModel[] {
  const written = Object.entries(ports).map(([handle, port]) => ({ handle, options: portOptions(port) }));
  const isServed = (options: PortOptions) => hasService && options.service !== false;
  const served = written.filter(({ options }) => isServed(options));
  const container = { numbers: new Claims(context), names: new Claims(context) };
  const service = { numbers: new Claims(context), names: new Claims(context) };
  return written.map(({ handle, options }) => {
    const { port, protocol = 'TCP', name } = options;
    const here = `${path}.ports.${handle}`;
    checkPort(context, here, port);
    const isFree = container.numbers.claim(`${port}/${protocol}`, here, (key) => `container port ${key} is declared`, 'leave one out');
    if (name !== undefined) checkName(context, `${here}.name`, name);
    const isNew =
      name === undefined || container.names.claim(name, here, (key) => `the port name '${key}' is given`, 'write another name for one');
    const model = { handle, port, protocol, ...(name === undefined ? {} : { name }) };
    if (!isServed(options)) return model;

    const number = typeof options.service === 'number' ? options.service : port;
    if (number !== port) checkPort(context, `${here}.service`, number);
    if (isFree || number !== port) {
      const repair = 'write { service: … } with another number for one, or with false';
      service.numbers.claim(`${number}/${protocol}`, here, (key) => `port ${key} of the Service is given`, repair);
    }
    const serviceName = options.serviceName ?? name ?? (served.length > 1 ? handle : undefined);
    if (serviceName === undefined) return { ...model, service: { port: number } };
    if (options.serviceName !== undefined) checkName(context, `${here}.serviceName`, serviceName);
    else if (name === undefined) checkHandle(context, here, handle);
    if (isNew || options.serviceName !== undefined) {
      const repair = 'write { serviceName: … } with another name for one';
      service.names.claim(serviceName, here, (key) => `the name '${key}' of a Service port is given`, repair);
    }
    return { ...model, service: { port: number, name: serviceName } };
  });
}

/** What is there once: the first place that claims a key has it, and every later one is reported. */
class Claims {
  private readonly taken = new Map<string, string>();

  constructor(private readonly context: Context) {}

  claim(key: string, path: string, what: (key: string) => string, repair: string): boolean {
    const other = this.taken.get(key);
    if (other === undefined) this.taken.set(key, path);
    else this.context.add('WRK002', path, `${what(key)} twice, here and at ${other}`, { repair, also: [other] });
    return other === undefined;
  }
}

function checkPort(context: Context, path: string, port: number): void {
  if (!isPort(port)) context.add('WRK003', path, `${port} is not a port`, { repair: 'write a number of 1 to 65535' });
}

function checkName(context: Context, path: string, name: string): void {
  const fault = portNameFault(name);
  if (fault !== undefined) context.add('NAM002', path, `the port name '${name}' ${fault}`, { repair: 'write another name' });
}

/** With several ports a Service needs names, and the handles are those where nobody writes others. */
function checkHandle(context: Context, path: string, handle: string): void {
  const fault = portNameFault(handle);
  if (fault !== undefined)
    context.add('NAM002', path, `the handle '${handle}' names the port of the Service, and ${fault}`, {
      repair: 'write { serviceName: … } beside it, or another handle',
    });
}
