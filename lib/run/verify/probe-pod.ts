import type { Connection, ProbedEnd } from '../../../plans';
import type { JsonObject } from '../../base';
import { isPodOf, type Pod } from './pods';

/** A connection to try, with the address to try it at. */
export interface Attempt extends Connection {
  readonly address: string;
}

/** What a pod that tries connections is made of. */
export interface ProbePod {
  readonly name: string;
  readonly client: ProbedEnd;
  /** A pod of the client that runs; without one, what the definition knows of its labels has to do. */
  readonly like?: Pod;
  readonly attempts: readonly Attempt[];
  readonly image: string;
  readonly cluster: string;
  /** The UID of the namespace. */
  readonly namespaceUid: string;
}

/** The annotation by which a pod is known to be such a one, and of which cluster's definition. */
export const probeAnnotation = 'ichor/probe';

/** For how long a probe may run, in seconds; the kubelet ends it then, whatever became of who began it. */
const longest = 180;

/** Labels that controllers give to pods of theirs: with them a probe would be one of those. */
const ofControllers =
  /^(pod-template-hash|controller-revision-hash|pod-template-generation|statefulset\.kubernetes\.io\/.*|apps\.kubernetes\.io\/.*|batch\.kubernetes\.io\/.*|job-name|controller-uid)$/;

/**
 * A line for each connection: address, port, how the attempt ended, and what was said. A new identity takes a while to be known
 * everywhere, so what has to be open is tried again; what has to be closed is tried once, behind the others.
 */
const script = [
  'sleep 5',
  'while [ $# -gt 2 ]; do',
  '  for attempt in 1 2 3; do',
  `    said=$(timeout 4 bash -c 'exec 3<>"/dev/tcp/$1/$2"' probe "$1" "$2" 2>&1) && code=0 || code=$?`,
  '    if [ "$code" = 0 ] || [ "$3" = closed ]; then break; fi',
  '    sleep 3',
  '  done',
  '  echo "$1 $2 $code ${said##*: }"',
  '  shift 3',
  'done',
].join('\n');

/** The labels of a client: of a pod that runs, but for those of its controller, or else those of the definition. */
export function labelsOf({ client, like }: Pick<ProbePod, 'client' | 'like'>): Readonly<Record<string, string>> {
  if (like === undefined) return client.labels;
  return Object.fromEntries(Object.entries(like.labels).filter(([key]) => !ofControllers.test(key)));
}

/**
 * A pod that only connects. To policies it is its client: it has its labels, namespace and service account. It is never ready, so no
 * Service sends it anything, and the namespace is said to control it, so no controller with such a selector takes it for its own.
 */
export function probePod(probe: ProbePod): JsonObject {
  const { name, client, like, attempts, image, cluster, namespaceUid } = probe;
  const sorted = [...attempts].sort((a, b) => Number(a.expected === 'closed') - Number(b.expected === 'closed'));
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: client.namespace,
      labels: labelsOf(probe),
      annotations: { [probeAnnotation]: cluster },
      ownerReferences: [
        { apiVersion: 'v1', kind: 'Namespace', name: client.namespace, uid: namespaceUid, controller: true, blockOwnerDeletion: false },
      ],
    },
    spec: {
      restartPolicy: 'Never',
      activeDeadlineSeconds: longest,
      terminationGracePeriodSeconds: 0,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      serviceAccountName: like?.serviceAccount ?? 'default',
      readinessGates: [{ conditionType: 'ichor/never' }],
      tolerations: [{ operator: 'Exists' }],
      securityContext: { runAsNonRoot: true, runAsUser: 65532, runAsGroup: 65532, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'probe',
          image,
          imagePullPolicy: 'IfNotPresent',
          command: ['bash', '-c', script, 'probe'],
          args: sorted.flatMap(({ address, port, expected }) => [address, String(port), expected]),
          resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { cpu: '100m', memory: '64Mi' } },
          securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
        },
      ],
    },
  };
}

/** How an attempt ended: `refused` where the packet got through and nobody listens, `silent` where nothing came back. */
export type Ending = 'open' | 'refused' | 'silent' | 'unreachable';

/** How attempts ended, by address and port, as the pod wrote it. */
export function endingsOf(log: string): ReadonlyMap<string, Ending> {
  return new Map(
    log.split('\n').flatMap((line): [string, Ending][] => {
      const [, address, port, code, said = ''] = /^(\S+) (\d+) (\d+)(?: (.*))?$/.exec(line.trim()) ?? [];
      return address === undefined ? [] : [[`${address} ${port}`, endingOf(Number(code), said)]];
    }),
  );
}

function endingOf(code: number, said: string): Ending {
  if (code === 0) return 'open';
  if (code === 124) return 'silent';
  return /refused/i.test(said) ? 'refused' : 'unreachable';
}

/** The first pod of an end that runs, by name; of them, one that isn't itself a probe. */
export function runningPodOf(pods: readonly Pod[], end: ProbedEnd): Pod | undefined {
  return pods
    .filter((pod) => pod.running && !pod.hostNetwork && pod.annotations[probeAnnotation] === undefined && isPodOf(pod, end))
    .sort((a, b) => (a.name < b.name ? -1 : 1))[0];
}
