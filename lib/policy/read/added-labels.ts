import type { ObjectReader } from './object-reader';
import type { WorkloadKind } from './workloads';

type Labels = Readonly<Record<string, string>>;

const names = ['batch.kubernetes.io/job-name', 'job-name'] as const;
const uids = ['batch.kubernetes.io/controller-uid', 'controller-uid'] as const;
const revision = 'controller-revision-hash';
const index = 'batch.kubernetes.io/job-completion-index';
/** Since Kubernetes 1.35 the API server copies these from the node, where the node has them. */
const topology = ['topology.kubernetes.io/region', 'topology.kubernetes.io/zone'] as const;

/**
 * The labels of pods with those that Kubernetes adds to what the template says: their values where a file tells them, and the
 * keys of all others.
 *
 * Of what is added, the agent by default leaves out everything but a Job's name. That is the Job's own; the Jobs of a CronJob
 * are called after the time at which they start, so that no file knows it.
 *
 * @see kubernetes 1.36.3 pkg/registry/batch/job/strategy.go (generateSelector), pkg/controller/job/indexed_job_utils.go,
 *   pkg/controller/statefulset/stateful_set_utils.go, pkg/controller/daemon/util/daemonset_util.go,
 *   pkg/controller/deployment/sync.go, plugin/pkg/admission/podtopologylabels/admission.go
 */
export function addedLabels(
  kind: WorkloadKind,
  name: string,
  reader: ObjectReader,
  written: Labels,
): { readonly labels: Labels; readonly unknown: readonly string[] } {
  const known = jobLabels(kind, name, reader);
  const unknown = [...unknownKeys(kind, reader), ...topology].filter((key) => !Object.hasOwn(known, key));
  const replaced = new Set(unknown.filter((key) => !isKept(key, written)));
  return {
    labels: { ...known, ...Object.fromEntries(Object.entries(written).filter(([key]) => !replaced.has(key))) },
    unknown: unknown.filter((key) => replaced.has(key)),
  };
}

/** Labels that a Job's template says itself stay as they are; the others are overwritten. */
function isKept(key: string, written: Labels): boolean {
  return [...names, ...uids].some((k) => k === key) && Object.hasOwn(written, key);
}

function jobLabels(kind: WorkloadKind, name: string, reader: ObjectReader): Labels {
  if (kind !== 'Job' || reader.flag(['spec', 'manualSelector']) === true) return {};
  return Object.fromEntries(names.map((key) => [key, name]));
}

function unknownKeys(kind: WorkloadKind, reader: ObjectReader): readonly string[] {
  switch (kind) {
    case 'Deployment':
      return ['pod-template-hash'];
    case 'DaemonSet':
      return [revision, 'pod-template-generation'];
    case 'StatefulSet':
      return [revision, 'statefulset.kubernetes.io/pod-name', 'apps.kubernetes.io/pod-index'];
    case 'Job':
      return ofJob(reader, ['spec']);
    case 'CronJob':
      return [
        ...names.filter(() => reader.flag(['spec', 'jobTemplate', 'spec', 'manualSelector']) !== true),
        ...ofJob(reader, ['spec', 'jobTemplate', 'spec']),
      ];
    default:
      return [];
  }
}

function ofJob(reader: ObjectReader, spec: readonly string[]): readonly string[] {
  const own = reader.flag([...spec, 'manualSelector']) === true ? [] : uids;
  return [...own, ...(reader.text([...spec, 'completionMode']) === 'Indexed' ? [index] : [])];
}
