import { labelFault, parseBytes, parseImage, parseMilliCpu, serviceNameFault, valueAt } from '../../base';
import type { ConstructWorkload } from '../construct-workload';
import type { ConstructModel, EndpointModel, WorkloadModel } from '../model';
import type { Workload } from '../workload';
import type { AnyWorkloadOptions, Probe, Resources } from '../workload-options';
import type { Context } from './context';
import { checkLabels } from './namespaces';
import { resolvePorts } from './ports';
import { same } from './same';

/** The path by which findings name a workload. */
export function workloadPath(key: string): string {
  return `workloads.${key}`;
}

/** Checks the workloads that the cluster lists, each alone and all against each other. */
export function resolveWorkloads(context: Context): { workloads: WorkloadModel[]; constructs: ConstructModel[] } {
  const workloads: WorkloadModel[] = [];
  const constructs: ConstructModel[] = [];
  const seen = new Map<string, Workload<string> | ConstructWorkload<string>>();
  for (const value of context.definition.workloads ?? []) {
    const key = `${value.namespace.name}/${value.name}`;
    const path = workloadPath(key);
    const before = seen.get(key);
    if (before !== undefined) {
      context.add('WRK001', path, same(before, value) ? `'${key}' is listed twice` : `two variants of '${key}' are listed`, {
        repair: 'list one',
      });
      continue;
    }
    seen.set(key, value);
    const fault =
      labelFault(value.name) ??
      (`${value.name}-0123456789`.length > 63 && value.kind === 'workload'
        ? `has ${value.name.length} characters; with what controllers add to it, the limit is 52`
        : undefined);
    if (fault !== undefined) context.add('NAM001', path, `'${value.name}' ${fault}`, { repair: 'write another name' });
    const labels = value.options.labels ?? { app: value.name };
    checkLabels(context, `${path}.labels`, labels);
    if (Object.keys(labels).length === 0)
      context.add('WRK004', `${path}.labels`, 'without labels, selectors would take every pod of the namespace', {
        repair: `write { app: '${value.name}' }`,
      });
    const endpoint = {
      key,
      namespace: value.namespace.name,
      name: value.name,
      labels,
      stage: value.options.policies ?? value.namespace.options.policies ?? context.definition.policies ?? 'enforce',
      at: context.at(path),
    };
    if (value.kind === 'construct') {
      constructs.push({ ...endpoint, ports: resolvePorts(context, path, value.options.ports ?? {}, false), recipe: value.recipe });
      continue;
    }
    const options = value.options as AnyWorkloadOptions;
    checkWorkload(context, path, options, labels);
    workloads.push({
      ...endpoint,
      ports: resolvePorts(context, path, options.ports ?? {}, options.service !== false),
      controller: value.controller,
      options,
    });
  }
  checkSelectors(context, [...workloads, ...constructs], workloads);
  return { workloads, constructs };
}

function checkWorkload(context: Context, path: string, options: AnyWorkloadOptions, labels: Readonly<Record<string, string>>): void {
  const image = parseImage(options.image);
  if (image === undefined)
    context.add('IMG002', `${path}.image`, `'${options.image}' is not an image`, { repair: "write it as 'registry/name:tag'" });
  else if (image.tag === undefined && image.digest === undefined) {
    context.add('IMG001', `${path}.image`, `'${options.image}' has neither tag nor digest: what runs would depend on the day of the pull`, {
      repair: `write '${options.image}:<tag>'`,
    });
  } else if (image.tag === 'latest' && image.digest === undefined) {
    context.add('IMG003', `${path}.image`, `'${options.image}' changes under its name`, { repair: 'write the tag of a release' });
  }
  checkLabels(context, `${path}.podLabels`, options.podLabels ?? {});
  for (const [key, value] of Object.entries(options.podLabels ?? {})) {
    const selected = labels[key];
    if (selected !== undefined && selected !== value) {
      context.add(
        'WRK004',
        `${path}.podLabels.${key}`,
        `'${value}' takes the pods away from their own selector, which wants '${selected}'`,
        { repair: 'leave it out', also: [`${path}.labels.${key}`] },
      );
    }
  }
  if (typeof options.service === 'string') {
    const fault = serviceNameFault(options.service);
    if (fault !== undefined) context.add('NAM001', `${path}.service`, `'${options.service}' ${fault}`, { repair: 'write another name' });
  }
  if (options.replicas !== undefined && options.replicas < 0)
    context.add('WRK014', `${path}.replicas`, `there can't be ${options.replicas} replicas`, { repair: 'write 0 or more' });
  if (
    options.schedule !== undefined &&
    !/^(@(hourly|daily|weekly|monthly|yearly|annually|midnight)|(\S+\s+){4}\S+)$/.test(options.schedule)
  ) {
    context.add('WRK008', `${path}.schedule`, `'${options.schedule}' is not a schedule`, {
      repair: "write cron's five fields, e.g. '0 3 * * *'",
    });
  }
  checkPatch(context, `${path}.patch`, options.patch);
  checkResources(context, `${path}.resources`, options.resources);
  checkMounts(context, path, options);
  for (const name of ['liveness', 'readiness', 'startup'] as const) {
    const probe = options.probes?.[name];
    if (probe !== undefined) checkProbe(context, `${path}.probes.${name}`, probe, Object.keys(options.ports ?? {}));
  }
}

/** What an object is and how it is called follow from the workload, and everything else refers to it by that. */
function checkPatch(context: Context, path: string, patch: AnyWorkloadOptions['patch']): void {
  for (const keys of [['apiVersion'], ['kind'], ['metadata', 'name'], ['metadata', 'namespace']]) {
    const key = keys.join('.');
    if (valueAt(patch, ...keys) !== undefined)
      context.add('WRK015', `${path}.${key}`, `${key} of the object follows from the workload, and a patch can't change it`, {
        repair: 'leave it out, and define another workload',
      });
  }
}

/** Checks requests and limits: quantities, and no request above its limit. */
export function checkResources(context: Context, path: string, resources: Resources = {}): void {
  for (const resource of ['cpu', 'memory'] as const) {
    const parse = resource === 'cpu' ? parseMilliCpu : parseBytes;
    const amounts = (['requests', 'limits'] as const).map((side) => {
      const text = resources[side]?.[resource];
      const value = text === undefined ? undefined : parse(text);
      if (text !== undefined && value === undefined) {
        context.add('WRK006', `${path}.${side}.${resource}`, `'${text}' is not a Kubernetes quantity`, {
          repair: resource === 'cpu' ? "write it as '250m' or '2'" : writeBytes(text, '256Mi'),
        });
      }
      return value;
    });
    const [request, limit] = amounts;
    if (request !== undefined && limit !== undefined && request > limit) {
      context.add(
        'WRK009',
        `${path}.requests.${resource}`,
        `the request '${resources.requests?.[resource]}' is above the limit '${resources.limits?.[resource]}'`,
        {
          repair: 'write at most the limit',
          also: [`${path}.limits.${resource}`],
        },
      );
    }
  }
}

/** What to write for a quantity of bytes: what was probably meant where Docker's spelling was used, an example otherwise. */
function writeBytes(text: string, example: string): string {
  const meant = text.replace(/B$/, '');
  return meant !== text && parseBytes(meant) !== undefined ? `write '${meant}'` : `write it as '${example}'`;
}

function checkMounts(context: Context, path: string, options: AnyWorkloadOptions): void {
  const mounts = [
    ...Object.entries(options.claims ?? {}).map(([name, { mountPath }]) => ({ name, mountPath, at: `${path}.claims.${name}` })),
    ...Object.entries(options.volumes ?? {}).map(([name, { mountPath }]) => ({ name, mountPath, at: `${path}.volumes.${name}` })),
  ];
  mounts.forEach(({ name, mountPath, at }, i) => {
    const fault = labelFault(name);
    if (fault !== undefined) context.add('NAM001', at, `'${name}' ${fault}`, { repair: 'write another name' });
    if (!mountPath.startsWith('/'))
      context.add('WRK007', `${at}.mountPath`, `'${mountPath}' is not an absolute path`, { repair: `write '/${mountPath}'` });
    const other = mounts.slice(0, i).find((m) => m.mountPath === mountPath || m.name === name);
    if (other !== undefined) {
      context.add('WRK007', at, other.name === name ? `'${name}' is a claim and a volume` : `'${mountPath}' is mounted twice`, {
        repair: 'write another',
        also: [other.at],
      });
    }
  });
  for (const [name, { size }] of Object.entries(options.claims ?? {})) {
    if (parseBytes(size) === undefined)
      context.add('WRK006', `${path}.claims.${name}.size`, `'${size}' is not a Kubernetes quantity`, { repair: writeBytes(size, '1Gi') });
  }
}

function checkProbe(context: Context, path: string, probe: Probe, handles: readonly string[]): void {
  const ways = [probe.exec, probe.httpGet, probe.tcpSocket].filter((way) => way !== undefined);
  if (ways.length !== 1)
    context.add('WRK012', path, `a probe asks in one way, this one in ${ways.length}`, {
      repair: 'write one of exec, httpGet and tcpSocket',
    });
  for (const [way, target] of Object.entries({ httpGet: probe.httpGet, tcpSocket: probe.tcpSocket })) {
    if (target !== undefined && !handles.includes(target.port)) {
      context.add('WRK010', `${path}.${way}.port`, `there is no port '${target.port}'`, {
        repair: handles.length === 0 ? 'declare it in ports' : `write '${handles.join("' or '")}'`,
      });
    }
  }
}

/** A selector that takes another workload's pods would mix their traffic and their policies. */
function checkSelectors(context: Context, all: readonly EndpointModel[], workloads: readonly WorkloadModel[]): void {
  const podLabels = new Map(workloads.map((w) => [w.key, { ...w.labels, ...w.options.podLabels }]));
  for (const one of all) {
    for (const other of all) {
      if (one === other || one.namespace !== other.namespace) continue;
      const labels = podLabels.get(other.key) ?? other.labels;
      if (Object.entries(one.labels).every(([key, value]) => labels[key] === value)) {
        context.add('WRK011', `${workloadPath(one.key)}.labels`, `the labels of '${one.key}' select the pods of '${other.key}' too`, {
          repair: 'give each a label of its own',
          also: [`${workloadPath(other.key)}.labels`],
        });
      }
    }
  }
}
