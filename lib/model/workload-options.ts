import type * as k8s from '../../imports/kubernetes-1.36';
import type { Ports } from './port';
import type { SecretKeyRef, SecretRef } from './secret';
import type { Stage } from './stage';

/** How the kubelet asks a container whether it is well. Times are in seconds. */
export interface Probe {
  /** Runs a command in the container; exit code 0 is well. */
  readonly exec?: readonly string[];
  /** Asks for a path by HTTP at the port with this handle; 200–399 is well. */
  readonly httpGet?: { readonly path: string; readonly port: string };
  /** Opens a TCP connection to the port with this handle. */
  readonly tcpSocket?: { readonly port: string };
  /** @default 0, the kubelet's own */
  readonly initialDelaySeconds?: number;
  /** @default 10, the kubelet's own */
  readonly periodSeconds?: number;
  /** @default 1, the kubelet's own */
  readonly timeoutSeconds?: number;
  /** @default 3, the kubelet's own */
  readonly failureThreshold?: number;
}

/** CPU and memory as Kubernetes quantities (`250m`, `256Mi`). */
export type ResourceAmounts = {
  readonly cpu?: string;
  readonly memory?: string;
};

/** What a container asks for and what it may not exceed. */
export type Resources = {
  readonly requests?: ResourceAmounts;
  readonly limits?: ResourceAmounts;
};

/** A folder in the container that something else fills. */
export interface VolumeOptions {
  readonly mountPath: string;
  /** @default false */
  readonly readOnly?: boolean;
  /** Where it comes from, as in a pod's `volumes`: `{ emptyDir: {} }`, `{ configMap: { name } }`, … */
  readonly source: Omit<k8s.Volume, 'name'>;
}

/** A volume of a StatefulSet's own. */
export interface ClaimOptions {
  /** What the claim asks for, as a Kubernetes quantity (`1Gi`). A claim template can't change later. */
  readonly size: string;
  readonly mountPath: string;
  /** @default ['ReadWriteOnce'], the only mode that local volumes have */
  readonly accessModes?: readonly ('ReadWriteOnce' | 'ReadOnlyMany' | 'ReadWriteMany' | 'ReadWriteOncePod')[];
  /** @default none: the cluster's default class decides, as in an adopted claim that names none */
  readonly storageClass?: string;
}

/** What every workload can say. */
export interface WorkloadOptions<P extends Ports = Ports> {
  /** The image with a tag or a digest. */
  readonly image: string;
  /** @default the kubelet's own: `IfNotPresent`, for `latest` `Always` */
  readonly imagePullPolicy?: 'Always' | 'IfNotPresent' | 'Never';
  /** Replaces the image's entrypoint. @default the image's */
  readonly command?: readonly string[];
  /** Replaces the image's arguments. @default the image's */
  readonly args?: readonly string[];
  /** Environment variables: a text, or one key of a Secret. @default none */
  readonly env?: Readonly<Record<string, string | SecretKeyRef>>;
  /** Secrets whose every key becomes an environment variable. @default none */
  readonly envFrom?: readonly SecretRef[];
  /** Ports by handle. @default none */
  readonly ports?: P;
  /** @default none: the API server accepts a pod without probes, and an adopted template keeps what it has */
  readonly probes?: { readonly liveness?: Probe; readonly readiness?: Probe; readonly startup?: Probe };
  /** @default none: nothing is added to an adopted template; the budget then counts the workload as unknown */
  readonly resources?: Resources;
  /** Volumes by name that are not claims. @default none */
  readonly volumes?: Readonly<Record<string, VolumeOptions>>;
  /** Labels of pod and selector. A selector can't change later. @default `{ app: <name> }` */
  readonly labels?: Readonly<Record<string, string>>;
  /** Labels that pods have beside those of the selector. @default none */
  readonly podLabels?: Readonly<Record<string, string>>;
  /** @default none */
  readonly podAnnotations?: Readonly<Record<string, string>>;
  /** The Service in front: its name, or `false` for none. @default the workload's name, where it has ports */
  readonly service?: string | false;
  /** @default the namespace's `default` ServiceAccount */
  readonly serviceAccountName?: string;
  /** @default none */
  readonly tolerations?: readonly k8s.Toleration[];
  /** @default none: any schedulable node */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** @default none */
  readonly securityContext?: k8s.SecurityContext;
  /** @default none */
  readonly podSecurityContext?: k8s.PodSecurityContext;
  /** Seconds between the request to end and the kill. @default 30, the API server's own */
  readonly terminationGracePeriodSeconds?: number;
  /** Containers that run to their end before the main one. @default none */
  readonly initContainers?: readonly k8s.Container[];
  /** Containers beside the main one. @default none */
  readonly sidecars?: readonly k8s.Container[];
  /** How far policies go for this workload. @default the namespace's `policies`, else the cluster's */
  readonly policies?: Stage;
  /** Laid over the finished controller object: maps merge, lists are replaced. @default nothing */
  readonly patch?: Readonly<Record<string, unknown>>;
}

/** Options of a StatefulSet. */
export interface StatefulSetOptions<P extends Ports = Ports> extends WorkloadOptions<P> {
  /** @default 1 */
  readonly replicas?: number;
  /** `spec.serviceName`, which can't change later, whether or not such a Service exists. @default the workload's name */
  readonly serviceName?: string;
  /** Volumes of its own by name; each replica gets a claim `<name>-<workload>-<ordinal>`. @default none */
  readonly claims?: Readonly<Record<string, ClaimOptions>>;
  /** @default the API server's own, `OrderedReady`; can't change later */
  readonly podManagementPolicy?: 'OrderedReady' | 'Parallel';
}

/** Options of a Deployment. */
export interface DeploymentOptions<P extends Ports = Ports> extends WorkloadOptions<P> {
  /** @default 1 */
  readonly replicas?: number;
  /** `Recreate` ends the old pod before the new one starts, as a volume of one writer needs. @default 'RollingUpdate', the API server's own */
  readonly strategy?: 'RollingUpdate' | 'Recreate';
}

/** Options of a DaemonSet: nothing beyond what every workload has. */
export type DaemonSetOptions<P extends Ports = Ports> = WorkloadOptions<P>;

/** Options of a CronJob. */
export interface CronJobOptions<P extends Ports = Ports> extends WorkloadOptions<P> {
  /** When it runs, in cron's five fields, UTC unless `timeZone` says otherwise. */
  readonly schedule: string;
  /** An IANA time zone. @default none: the controller manager's, which is UTC on Talos */
  readonly timeZone?: string;
  /** What happens when the last run isn't over yet. @default 'Forbid': two runs of one job at once surprise most jobs */
  readonly concurrencyPolicy?: 'Allow' | 'Forbid' | 'Replace';
  /** @default 'OnFailure' */
  readonly restartPolicy?: 'OnFailure' | 'Never';
}

/** The options of whichever controller a workload is. */
export type AnyWorkloadOptions = StatefulSetOptions &
  DeploymentOptions &
  Partial<Pick<CronJobOptions, 'schedule' | 'timeZone' | 'concurrencyPolicy' | 'restartPolicy'>>;
