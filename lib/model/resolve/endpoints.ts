import { nearest } from '../../base';
import type { ConstructWorkload } from '../construct-workload';
import type { ConstructModel, EndpointModel, WorkloadModel } from '../model';
import type { Pods } from '../pods';
import type { Workload } from '../workload';
import type { Context } from './context';
import { checkLabels } from './namespaces';
import { resolvePorts } from './ports';
import { same } from './same';

/** The pods that flows and exposures can name, by key: those of the cluster's workloads, and `pods(…)` as they are met. */
export class Endpoints {
  private readonly owned = new Map<string, EndpointModel>();
  private readonly others = new Map<string, { model: EndpointModel; value: Pods<string>; path: string }>();

  constructor(
    private readonly context: Context,
    listed: readonly (WorkloadModel | ConstructModel)[],
  ) {
    for (const endpoint of listed) this.owned.set(endpoint.key, endpoint);
  }

  /** Whether Ichor isolates these pods: it emits them, or was asked to. */
  isOwned(endpoint: EndpointModel): boolean {
    return this.owned.has(endpoint.key) || this.others.get(endpoint.key)?.value.options.close === true;
  }

  /** Pods of others that are to be isolated, in the order of their keys. */
  closed(): EndpointModel[] {
    return this.sortedOthers()
      .filter((o) => o.value.options.close === true)
      .map((o) => o.model);
  }

  /** Pods of others that stay as they are, in the order of their keys. */
  open(): EndpointModel[] {
    return this.sortedOthers()
      .filter((o) => o.value.options.close !== true)
      .map((o) => o.model);
  }

  /** The endpoint that a reference means; a key that the cluster doesn't list is reported. */
  find(value: Workload<string> | Pods<string> | ConstructWorkload<string>, path: string): EndpointModel | undefined {
    const key = `${value.namespace.name}/${value.name}`;
    const listed = this.owned.get(key);
    if (value.kind === 'pods') return listed === undefined ? this.register(key, value, path) : this.refuse(key, path);
    if (listed !== undefined) return listed;
    const meant = nearest(key, [...this.owned.keys()]);
    this.context.add('FLO001', path, `'${key}' is not among the workloads of this cluster`, {
      repair: meant === undefined ? `add it to workloads` : `add it to workloads, or name '${meant}'`,
    });
    return undefined;
  }

  private register(key: string, value: Pods<string>, path: string): EndpointModel {
    const before = this.others.get(key);
    if (before !== undefined) {
      if (!same(before.value, value)) {
        this.context.add('FLO009', path, `pods '${key}' stand here with other options than at ${before.path}`, {
          repair: 'use one value for both',
          also: [before.path],
        });
      }
      return before.model;
    }
    const { options } = value;
    checkLabels(this.context, `${path}.${key}.labels`, options.labels);
    if (Object.keys(options.labels).length === 0) {
      this.context.add('WRK004', `${path}.${key}.labels`, `without labels, pods '${key}' would be every pod of the namespace`, {
        repair: 'write the labels of the pods, or use the namespace',
      });
    }
    const model: EndpointModel = {
      key,
      namespace: value.namespace.name,
      name: value.name,
      labels: options.labels,
      ports: resolvePorts(this.context, `${path}.${key}`, options.ports ?? {}, false),
      stage: value.namespace.options.policies ?? this.context.definition.policies ?? 'enforce',
      at: this.context.at(path),
    };
    this.others.set(key, { model, value, path });
    return model;
  }

  private refuse(key: string, path: string): undefined {
    this.context.add('FLO010', path, `pods '${key}' have the key of a workload of this cluster`, { repair: 'name the workload itself' });
    return undefined;
  }

  private sortedOthers() {
    return [...this.others.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, other]) => other);
  }
}
