import type { Finding } from '../base';
import type { ComparedWorkload, FlowChange, Group, PostureChange, Relabelling } from '../compare';
import type { ComparedCluster } from './diff';
import { findingsJson } from './json';

/** Changes as `ichor/diff/v1` JSON, for programs; the schema is `docs/schemas/diff.schema.json`. */
export function diffJson(clusters: readonly ComparedCluster[], findings: readonly Finding[]): string {
  return findingsJson('diff', findings, { clusters: clusters.map(clusterObject) });
}

function clusterObject({ name, before, after, changes: { connectivity, relabelled } }: ComparedCluster) {
  const { added, removed, postures, flows } = connectivity;
  return {
    ...(name === undefined ? {} : { name }),
    before,
    after,
    connectivity: {
      added: added.map(workloadObject),
      removed: removed.map(workloadObject),
      postures: postures.map(postureObject),
      flows: { existing: flows.existing.map(flowObject), added: flows.added.map(flowObject), removed: flows.removed.map(flowObject) },
    },
    relabelled: relabelled.map(relabelledObject),
  };
}

function relabelledObject({ workload, before, after, of, role, finding: { id, message } }: Relabelling) {
  return { id, workload, before, after, of, role, message };
}

function workloadObject({ name, egress, ingress }: ComparedWorkload) {
  return { name, egress, ingress };
}

function postureObject({ who, direction, before, after }: PostureChange) {
  return { who: groupObject(who), direction, before, after };
}

function flowObject({ kind, exposure, from, to, ports, before, after, causes }: FlowChange) {
  return {
    kind,
    exposure,
    from: groupObject(from),
    to: groupObject(to),
    ports: { text: ports.text, spans: ports.set.toJSON() },
    before: before.text,
    after: after.text,
    causes,
  };
}

function groupObject({ names, members }: Group) {
  return {
    names,
    members: members.map(({ kind, name, formerly, zone }) => ({ kind, name, ...(formerly === undefined ? {} : { formerly }), zone })),
  };
}
