import { compareText } from '../base';
import type { End, EndKind, Reach } from '../checks';

/** GitHub draws no flowchart with more edges, or with more text. */
const mostEdges = 450;
const mostText = 45_000;

const shapes: Readonly<Record<EndKind, readonly [string, string]>> = {
  pods: ['[', ']'],
  namespace: ['[[', ']]'],
  outside: ['([', '])'],
  node: ['{{', '}}'],
  world: ['((', '))'],
};

/**
 * Connections as a flowchart that GitHub draws: pods in their namespaces, what is outside in shapes of its own, an edge for each
 * pair and its ports. Pods that are open have a dashed border.
 */
export function flowchart(reaches: readonly Reach[], open: ReadonlySet<string>): string[] {
  const ends = new Map(reaches.flatMap(({ from, to }) => [from, to]).map((end) => [keyOf(end), end]));
  const sorted = [...ends.values()].sort((a, b) => compareText(a.namespace, b.namespace) || compareText(a.name, b.name));
  const ids = new Map(sorted.map((end, i) => [keyOf(end), `n${i}`]));
  const id = (end: End) => ids.get(keyOf(end)) as string;
  const edges = [...new Set(reaches.map((reach) => `  ${id(reach.from)} -->|"${escaped(portsOf(reach))}"| ${id(reach.to)}`))];
  const node = (end: End) => {
    const [before, after] = shapes[end.kind];
    const dashed = end.kind === 'pods' && open.has(end.name) ? ':::open' : '';
    const name = end.kind === 'pods' ? end.name.replace(`${end.namespace}/`, '') : end.name;
    return `${id(end)}${before}"${escaped(name)}"${after}${dashed}`;
  };
  const isInside = (end: End) => end.kind === 'pods' && end.namespace !== '';
  const namespaces = [...new Set(sorted.filter(isInside).map(({ namespace }) => namespace))];
  const lines = [
    '```mermaid',
    'flowchart LR',
    ...sorted.filter((end) => !isInside(end)).map((end) => `  ${node(end)}`),
    ...namespaces.flatMap((namespace, i) => [
      `  subgraph s${i}["${escaped(namespace)}"]`,
      ...sorted.filter((end) => isInside(end) && end.namespace === namespace).map((end) => `    ${node(end)}`),
      '  end',
    ]),
    ...edges,
    ...(sorted.some((end) => end.kind === 'pods' && open.has(end.name)) ? ['  classDef open stroke-dasharray: 5 5'] : []),
    '```',
  ];
  if (edges.length > mostEdges || lines.join('\n').length > mostText)
    return [`(A picture of ${edges.length} connections would show nothing.)`];
  return lines;
}

function portsOf({ ports, through }: Reach): string {
  return through.length === 0 ? ports : `${ports} (limited)`;
}

function keyOf({ kind, name, namespace }: End): string {
  return JSON.stringify([kind, name, namespace]);
}

/** Text in quotes, as Mermaid reads it. */
function escaped(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[#"<>`&;\\]/g, (character) => `#${character.codePointAt(0)};`);
}
