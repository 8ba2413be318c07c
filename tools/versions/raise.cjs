/**
 * The table of newest patches with those that releases raise it to, and the minors among the releases that are newer than all
 * that it has. A table is never lowered: a proxy may not know every release.
 *
 * @param {Readonly<Record<string, Readonly<Record<string, number>>>>} table patches by component and minor
 * @param {Readonly<Record<string, readonly string[]>>} released releases by component, as tags or without the `v`
 */
exports.raised = (table, released) => {
  const changes = [];
  const unknown = [];
  const next = Object.fromEntries(
    Object.entries(table).map(([component, minors]) => {
      const newest = new Map(Object.entries(minors));
      for (const [minor, patch] of patchesOf(released[component] ?? [])) {
        const before = newest.get(minor);
        if (before === undefined) {
          if (Object.keys(minors).every((known) => compareMinors(minor, known) > 0)) unknown.push(`${component} ${minor}`);
        } else if (patch > before) {
          newest.set(minor, patch);
          changes.push(`${component} ${minor}: ${before} → ${patch}`);
        }
      }
      return [component, Object.fromEntries(newest)];
    }),
  );
  return { table: next, changes, unknown: unknown.sort() };
};

/** The newest patch of each minor; what isn't released yet has none. */
function patchesOf(releases) {
  const patches = new Map();
  for (const release of releases) {
    const [, minor, patch] = /^v?(\d+\.\d+)\.(\d+)$/.exec(release) ?? [];
    if (minor !== undefined) patches.set(minor, Math.max(patches.get(minor) ?? 0, Number(patch)));
  }
  return patches;
}

function compareMinors(a, b) {
  const [x, y] = [a, b].map((text) => text.split('.').map(Number));
  return x[0] - y[0] || x[1] - y[1];
}

/** The source of `lib/model/versions.ts` with another table of newest patches. */
exports.withTable = (source, table) => {
  const start = source.indexOf('= {', source.indexOf('export const newestPatch')) + 2;
  const end = source.indexOf('\n};', start) + 2;
  const lines = Object.entries(table).map(
    ([component, minors]) =>
      `  ${component}: { ${Object.entries(minors)
        .map(([minor, patch]) => `'${minor}': ${patch}`)
        .join(', ')} },`,
  );
  return `${source.slice(0, start)}{\n${lines.join('\n')}\n}${source.slice(end)}`;
};
