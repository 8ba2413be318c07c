import { asCidr, compareText, type Finding, isPort, sortFindings } from '../../base';
import type { Protocol } from '../protocol';
import { isOf, ObjectReader } from './object-reader';
import type { SourceObject } from './source-object';

/** A port of a Service. */
export interface ServicePort {
  /** `''` where it has none. */
  readonly name: string;
  readonly protocol: Protocol;
  readonly port: number;
  /** The port of the pods behind it, or the name that they give it; its own number where none is written. */
  readonly target: number | string;
}

/** A Service of Kubernetes. */
export interface Service {
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The labels of the pods behind it; without any, addresses stand behind it. */
  readonly selector: Readonly<Record<string, string>>;
  readonly ports: readonly ServicePort[];
  /** Whether it has no address of its own: clients talk to the ports of the pods. */
  readonly headless: boolean;
  /** The addresses behind it, as objects list them; `undefined` where no object does. */
  readonly addresses: readonly string[] | undefined;
}

/** A list of addresses behind a Service. */
interface Backends {
  readonly service: string;
  readonly addresses: readonly string[];
}

/**
 * The Services among the objects, by namespace and name, with the addresses that EndpointSlices and Endpoints list for them.
 * Slices without ports count for nothing, and whether an address is ready makes no difference. Of several objects for one
 * Service one counts, always the same.
 *
 * @see cilium 1.20.2 pkg/k8s/endpoints.go (ParseEndpointSliceV1) and pkg/loadbalancer/reflectors/conversions.go
 */
export function readServices(objects: readonly SourceObject[]): {
  readonly services: readonly Service[];
  readonly findings: readonly Finding[];
} {
  const findings: Finding[] = [];
  const each = <T>(group: string, kind: string, read: (reader: ObjectReader) => readonly T[]) =>
    objects
      .filter((source) => isOf(source, group, kind))
      .flatMap((source) => {
        const reader = new ObjectReader(source);
        const result = read(reader);
        findings.push(...reader.findings);
        return result;
      });
  const backends = [...each('discovery.k8s.io', 'EndpointSlice', sliceOf), ...each('', 'Endpoints', endpointsOf)];
  const services = each('', 'Service', (reader) => serviceOf(reader, backends));
  const sorted = services.sort((a, b) => compareText(serviceKey(a), serviceKey(b)) || compareText(JSON.stringify(a), JSON.stringify(b)));
  const isFirst = (service: Service, before: Service | undefined) => before === undefined || serviceKey(service) !== serviceKey(before);
  return { services: sorted.filter((service, i) => isFirst(service, sorted[i - 1])), findings: sortFindings(findings) };
}

/** The name of a Service with its namespace. */
export function serviceKey({ namespace, name }: Pick<Service, 'namespace' | 'name'>): string {
  return `${namespace}/${name}`;
}

function serviceOf(reader: ObjectReader, backends: readonly Backends[]): readonly Service[] {
  const name = reader.name();
  const namespace = reader.namespace();
  const labels = reader.labels(['metadata', 'labels']);
  const selector = reader.labels(['spec', 'selector']);
  const ports = reader.maps(['spec', 'ports']).flatMap((at) => servicePortOf(reader, at));
  if (name === undefined) return [];
  const own = backends.filter(({ service }) => service === `${namespace}/${name}`);
  const isAlias = reader.text(['spec', 'type']) === 'ExternalName';
  const addresses = [...new Set(own.flatMap((b) => b.addresses))].sort(compareText);
  return [
    {
      namespace,
      name,
      labels,
      selector,
      ports,
      headless: reader.text(['spec', 'clusterIP']) === 'None',
      addresses: own.length === 0 && !isAlias ? undefined : addresses,
    },
  ];
}

const protocols: readonly string[] = ['TCP', 'UDP', 'SCTP'] satisfies Protocol[];

function servicePortOf(reader: ObjectReader, at: readonly (string | number)[]): readonly ServicePort[] {
  const port = reader.value([...at, 'port']);
  const target = reader.value([...at, 'targetPort']);
  const protocol = reader.text([...at, 'protocol']) ?? 'TCP';
  const name = reader.text([...at, 'name']) ?? '';
  if (!isPort(port)) {
    reader.fault('OBJ008', [...at, 'port'], 'this port has no number', 'write a number from 1 to 65535');
    return [];
  }
  if (!protocols.includes(protocol)) {
    reader.fault('OBJ008', [...at, 'protocol'], `'${protocol}' is no protocol of a port`, `write ${protocols.join(', ')} or nothing`);
    return [];
  }
  const isLeftOut = [undefined, null, 0, ''].some((none) => none === target);
  const isTarget = isPort(target) || (typeof target === 'string' && target !== '');
  if (!isTarget && !isLeftOut) {
    reader.fault(
      'OBJ008',
      [...at, 'targetPort'],
      'this is neither a number nor a name of a port',
      'write a number from 1 to 65535 or a name',
    );
  }
  return [{ name, protocol: protocol as Protocol, port, target: isTarget ? target : port }];
}

function sliceOf(reader: ObjectReader): readonly Backends[] {
  const service = reader.labels(['metadata', 'labels'])['kubernetes.io/service-name'];
  const hasPorts = reader.maps(['ports']).some((at) => isPort(reader.value([...at, 'port'])));
  const isAddressed = ['IPv4', 'IPv6'].includes(reader.text(['addressType']) ?? '');
  const addresses = reader
    .maps(['endpoints'])
    .flatMap((at) => reader.texts([...at, 'addresses']).flatMap((text) => addressOf(reader, text)));
  if (service === undefined) return [];
  return [{ service: `${reader.namespace()}/${service}`, addresses: hasPorts && isAddressed ? addresses : [] }];
}

/** @see kubernetes 1.36.3 cmd/kube-controller-manager/app/discovery.go: Kubernetes makes EndpointSlices of these */
function endpointsOf(reader: ObjectReader): readonly Backends[] {
  const name = reader.name();
  const addresses = reader.maps(['subsets']).flatMap((subset) => {
    const hasPorts = reader.maps([...subset, 'ports']).some((at) => isPort(reader.value([...at, 'port'])));
    const lists = ['addresses', 'notReadyAddresses'].flatMap((key) => reader.maps([...subset, key]));
    const texts = lists.flatMap((at) => {
      const value = reader.text([...at, 'ip']);
      return value === undefined ? [] : [{ value, keys: [...at, 'ip'] }];
    });
    const found = texts.flatMap((text) => addressOf(reader, text));
    return hasPorts ? found : [];
  });
  return name === undefined ? [] : [{ service: `${reader.namespace()}/${name}`, addresses }];
}

function addressOf(reader: ObjectReader, { value, keys }: { value: string; keys: readonly (string | number)[] }): readonly string[] {
  const block = value.includes('/') ? undefined : asCidr(value);
  if (block === undefined) reader.fault('OBJ009', keys, `'${value}' is no address`, 'write an address without a prefix length');
  return block === undefined ? [] : [block.canonical];
}
