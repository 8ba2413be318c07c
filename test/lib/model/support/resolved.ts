import { type ClusterDefinition, cilium, defineCluster, docker, namespace, outside, statefulSet } from 'ichor';
import { type Model, resolve } from '../../../../lib/model';

/** Where the workloads of these tests live. */
export const apps = namespace('apps');

/** The machine that runs Docker. */
export const laptop = outside('laptop');

/** A workload with two ports. */
export const db = statefulSet(apps, 'db', { image: 'postgres:17.6', ports: { sql: 5432, metrics: { port: 9187, name: 'metrics' } } });

/** A workload with one port. */
export const web = statefulSet(apps, 'web', { image: 'nginx:1.29.1', ports: { http: 8080 } });

/** The model of a small definition with these changes, in which nothing is wrong. */
export function resolved(changes: Partial<ClusterDefinition> = {}): Model {
  const definition = {
    name: 'small',
    versions: { talos: '1.13.9', kubernetes: '1.36.3' },
    platform: docker({ host: laptop, provider: 'colima', memory: '4GiB' }),
    network: cilium({ version: '1.20.2' }),
    workloads: [db, web],
    ...changes,
  };
  const { model, findings } = resolve(defineCluster(definition), `clusters/${definition.name}.ts`);
  if (model === undefined || findings.some(({ severity }) => severity === 'error')) throw new Error(JSON.stringify(findings, null, 2));
  return model;
}
