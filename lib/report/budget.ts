import { formatMiB } from '../base';

/** The parts of a memory budget that the table shows, in bytes. */
export interface BudgetTable {
  readonly rows: readonly { readonly part: string; readonly request?: number; readonly limit?: number; readonly source: string }[];
  readonly requests: number;
  readonly limits: number;
  readonly available: number;
}

/** A memory budget as a Markdown page. */
export function budgetReport(cluster: string, budget: BudgetTable): string {
  const cell = (bytes: number | undefined, none: string) => (bytes === undefined ? none : formatMiB(bytes));
  const rows = budget.rows.map(
    ({ part, request, limit, source }) => `| ${part} | ${cell(request, '–')} | ${cell(limit, 'none')} | ${source} |`,
  );
  const open = budget.rows.filter((row) => row.limit === undefined).length;
  return [
    `# Memory of ${cluster}`,
    '',
    `What is asked for has to fit into a node, or pods stay Pending. ${open} of ${budget.rows.length} parts have no limit: they may use whatever is left.`,
    '',
    '| part | request | limit | said by |',
    '| --- | ---: | ---: | --- |',
    ...rows,
    `| **sum** | **${formatMiB(budget.requests)}** | ${formatMiB(budget.limits)} | |`,
    `| **node** | **${formatMiB(budget.available)}** | | \`platform.memory\` |`,
    `| left | ${budget.available >= budget.requests ? formatMiB(budget.available - budget.requests) : `−${formatMiB(budget.requests - budget.available)}`} | | |`,
    '',
  ].join('\n');
}
