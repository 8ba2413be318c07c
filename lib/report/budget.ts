import { formatMiB } from '../base';

/** The parts of a memory budget that the table shows, in bytes. */
export interface BudgetTable {
  readonly rows: readonly { readonly part: string; readonly request?: number; readonly limit?: number; readonly source: string }[];
  readonly requests: number;
  readonly limits: number;
  /** 0 where it isn't known. */
  readonly available: number;
  /** How many nodes there are. */
  readonly nodes: number;
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
    `What is asked for has to fit into ${budget.nodes === 1 ? 'a node' : 'the nodes, each pod into one of them'}, or pods stay Pending. ${open} of ${budget.rows.length} parts have no limit: they may use whatever is left.`,
    '',
    '| part | request | limit | said by |',
    '| --- | ---: | ---: | --- |',
    ...rows,
    `| **sum** | **${formatMiB(budget.requests)}** | ${formatMiB(budget.limits)} | |`,
    ...(budget.available === 0 ? [`| **${budget.nodes} nodes** | not known | | \`platform.nodes\` |`] : remainder(budget)),
    '',
  ].join('\n');
}

function remainder(budget: BudgetTable): string[] {
  const [what, where] = budget.nodes === 1 ? ['node', 'platform.memory'] : [`${budget.nodes} nodes`, 'platform.nodes'];
  return [
    `| **${what}** | **${formatMiB(budget.available)}** | | \`${where}\` |`,
    `| left | ${budget.available >= budget.requests ? formatMiB(budget.available - budget.requests) : `−${formatMiB(budget.requests - budget.available)}`} | | |`,
  ];
}
