import { compareVersions, inDefinition, type Place, parseVersion } from '../../base';
import type { Cluster, ClusterDefinition } from '../cluster';
import { Report } from '../shape/check';

/** What every step of the resolution works with: the definition, and where to report. */
export class Context extends Report {
  readonly definition: ClusterDefinition;

  constructor(cluster: Cluster, file: string) {
    super(file);
    this.definition = cluster.definition;
  }

  /** A place in this definition. */
  at(path: string): Place {
    return inDefinition(this.file, path);
  }

  /** Whether both are releases and the first is at least the second. */
  atLeast(version: string, release: string): boolean {
    return parseVersion(version) !== undefined && compareVersions(version, release) >= 0;
  }
}
