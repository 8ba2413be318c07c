import { inDefinition } from '../../../../lib/base';
import { chartOf } from '../../../../lib/checks/facts/chart';

const at = inDefinition('clusters/a.ts', 'network.version');

test.each(['1.19.6', '1.20.2', '1.20.9', '1.20.0-rc.1'])('%s has a chart of which every value is known', (version) => {
  expect(chartOf(version, at)).toEqual({ state: 'known', value: version.slice(0, 4), at });
});

test.each(['1.18.3', '1.21.0', '1.2.0', 'latest'])('%s has none', (version) => {
  expect(chartOf(version, at)).toEqual({
    state: 'unknown',
    why: `Ichor has lists of the values of Cilium 1.19 and 1.20, and none of '${version}'`,
    at,
  });
});
