import { type Place, parseVersion } from '../../base';
import { type ChartMinor, chartMinors } from '../chart/outline';
import { type Fact, known, unknown } from '../fact';

/** The minor of Cilium's chart of a release, unknown where Ichor doesn't know every value of it. */
export function chartOf(version: string, at: Place): Fact<ChartMinor> {
  const minor = parseVersion(version)?.minor;
  const chart = chartMinors.find((known) => known === minor);
  if (chart !== undefined) return known(chart, at);
  return unknown(`Ichor has lists of the values of Cilium ${chartMinors.join(' and ')}, and none of '${version}'`, at);
}
