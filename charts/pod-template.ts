import type * as k8s from '../imports/kubernetes-1.36';
import { compareText } from '../lib/base';
import type { PortModel, Probe, WorkloadModel } from '../lib/model';

/** The pod template of a workload: what the definition says, and no default of ours. */
export function podTemplate(workload: WorkloadModel): k8s.PodTemplateSpec {
  const { options } = workload;
  return {
    metadata: {
      labels: { ...workload.labels, ...options.podLabels },
      ...(options.podAnnotations === undefined ? {} : { annotations: { ...options.podAnnotations } }),
    },
    spec: podSpec(workload),
  };
}

function podSpec(workload: WorkloadModel): k8s.PodSpec {
  const { options } = workload;
  const volumes = byName(options.volumes ?? {}).map(([name, { source }]) => ({ name, ...source }));
  return defined({
    serviceAccountName: options.serviceAccountName,
    tolerations: options.tolerations,
    nodeSelector: options.nodeSelector,
    securityContext: options.podSecurityContext,
    terminationGracePeriodSeconds: options.terminationGracePeriodSeconds,
    restartPolicy: workload.controller === 'CronJob' ? (options.restartPolicy ?? 'OnFailure') : undefined,
    initContainers: options.initContainers,
    containers: [container(workload), ...(options.sidecars ?? [])],
    volumes: volumes.length === 0 ? undefined : volumes,
  });
}

function container({ name, options, ports }: WorkloadModel): k8s.Container {
  const environment = byName(options.env ?? {}).map(([variable, value]) =>
    typeof value === 'string'
      ? { name: variable, value }
      : { name: variable, valueFrom: { secretKeyRef: { name: value.name, key: value.key } } },
  );
  const mounts = [
    ...byName(options.claims ?? {}).map(([volume, { mountPath }]) => ({ name: volume, mountPath })),
    ...byName(options.volumes ?? {}).map(([volume, { mountPath, readOnly }]) => ({
      name: volume,
      mountPath,
      ...(readOnly === undefined ? {} : { readOnly }),
    })),
  ];
  return defined({
    name,
    image: options.image,
    imagePullPolicy: options.imagePullPolicy,
    command: options.command,
    args: options.args,
    env: environment.length === 0 ? undefined : environment,
    envFrom: options.envFrom?.map((secret) => ({ secretRef: { name: secret.name } })),
    ports: ports.length === 0 ? undefined : ports.map(containerPort),
    livenessProbe: probe(ports, options.probes?.liveness),
    readinessProbe: probe(ports, options.probes?.readiness),
    startupProbe: probe(ports, options.probes?.startup),
    resources: options.resources,
    securityContext: options.securityContext,
    volumeMounts: mounts.length === 0 ? undefined : mounts,
  });
}

function containerPort({ port, name, protocol, hostPort }: PortModel): k8s.ContainerPort {
  return defined({ containerPort: port, name, protocol: protocol === 'TCP' ? undefined : protocol, hostPort });
}

function probe(ports: readonly PortModel[], options: Probe | undefined): k8s.Probe | undefined {
  if (options === undefined) return undefined;
  const { exec, httpGet, tcpSocket, ...times } = options;
  const number = (handle: string) => ports.find((p) => p.handle === handle)?.port ?? handle;
  return defined({
    exec: exec === undefined ? undefined : { command: exec },
    httpGet: httpGet === undefined ? undefined : { path: httpGet.path, port: number(httpGet.port) },
    tcpSocket: tcpSocket === undefined ? undefined : { port: number(tcpSocket.port) },
    ...times,
  });
}

/** The object without the keys that nobody gave. */
export function defined<T extends object>(object: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}

function byName<T>(map: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(map).sort(([a], [b]) => compareText(a, b));
}
