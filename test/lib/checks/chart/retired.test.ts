import { compareMinors, keysOf } from '../../../../lib/base';
import { type ChartMinor, type ChartValue, chartMinors, chartValues } from '../../../../lib/checks/chart/outline';
import { retiredIn, retiredValues } from '../../../../lib/checks/chart/retired';

/** What the chart of a minor knows at a path; a step into what takes any key knows nothing. */
function at(minor: ChartMinor, path: string): ChartValue | undefined {
  return keysOf(path).reduce<ChartValue | undefined>((value, key) => value?.keys.get(String(key)), chartValues(minor));
}

const isThere = (minor: ChartMinor, path: string) => at(minor, path)?.isRefused === false && hasValues(at(minor, path) as ChartValue);
/** Whether it is more than the way to keys that are refused. */
const hasValues = (value: ChartValue): boolean =>
  value.keys.size === 0 || [...value.keys.values()].some((child) => !child.isRefused && hasValues(child));

const paths = (value: ChartValue, above = ''): string[] =>
  [...value.keys].flatMap(([key, child]) => (child.isRefused ? [] : [`${above}${key}`, ...paths(child, `${above}${key}.`)]));

const since = (minor: string) => retiredValues.filter(({ gone, words }) => words === undefined && compareMinors(minor, gone) >= 0);

describe.each(chartMinors)('what is gone in Cilium %s', (minor) => {
  test('is not there', () => {
    expect(since(minor).filter(({ path }) => isThere(minor, path))).toEqual([]);
  });

  test('has something in its place that is', () => {
    expect(since(minor).flatMap(({ now }) => (now === undefined || isThere(minor, now) ? [] : [now]))).toEqual([]);
  });

  test('is refused where the chart refuses it', () => {
    const refused = (value: ChartValue, above: string): string[] =>
      [...value.keys].flatMap(([key, child]) => (child.isRefused ? [above + key] : refused(child, `${above}${key}.`)));
    const told = since(minor).flatMap(({ path, refused: isRefused }) => (isRefused ? [path] : []));
    expect(told.sort()).toEqual(refused(chartValues(minor), '').sort());
  });
});

test('what a minor lacks of the one before is in the table', () => {
  chartMinors.slice(1).forEach((minor, i) => {
    const before = paths(chartValues(chartMinors[i] as ChartMinor));
    const now = new Set(paths(chartValues(minor)));
    const went = before.filter((path) => !now.has(path));
    expect(went.length).toBeGreaterThan(10);
    const isTold = (path: string) => since(minor).some((value) => path === value.path || path.startsWith(`${value.path}.`));
    expect(went.filter((path) => !isTold(path))).toEqual([]);
    expect(retiredValues.filter(({ gone, path }) => gone === minor && !isThere(chartMinors[i] as ChartMinor, path))).toEqual([]);
  });
});

test('each says what to do, and who says so', () => {
  for (const { now, repair, source } of retiredValues) {
    expect([now, repair].filter((said) => said !== undefined)).toHaveLength(1);
    expect(source).not.toBe('');
  }
});

test('a value is only looked for where it had gone', () => {
  const values = { externalIPs: { enabled: true }, customCalls: { enabled: true }, kubeProxyReplacement: 'strict' };
  const gone = (minor: string) => retiredIn(values, minor).map(({ path }) => path);
  expect(gone('1.15')).toEqual([]);
  expect(gone('1.16')).toEqual(['kubeProxyReplacement']);
  expect(gone('1.18')).toEqual(['kubeProxyReplacement', 'externalIPs']);
  expect(gone('1.21')).toEqual(['kubeProxyReplacement', 'externalIPs', 'customCalls']);
  expect(retiredIn({ kubeProxyReplacement: true }, '1.20')).toEqual([]);
});
