import type { FlowChange } from '../compare';
import {
  type ComparedCluster,
  causeText,
  comingAndGoing,
  countText,
  existingSections,
  type FlowSection,
  flowWords,
  groupText,
  portsText,
  postureLines,
} from './diff';
import { type Palette, plain } from './text';

/** Changes as people read them on a terminal: exposures first, a line a change with its causes below, and a count at the end. */
export function diffText(clusters: readonly ComparedCluster[], palette: Palette = plain): string {
  return clusters.map((cluster) => clusterText(cluster, palette)).join('\n');
}

function clusterText({ name, before, after, changes }: ComparedCluster, palette: Palette): string {
  const head = `${name === undefined ? '' : `${name}: `}${before} → ${after}`;
  const { postures } = changes.connectivity;
  const blocks = [
    ...relabelledLines(changes, palette),
    ...existingSections(changes).map((section) => sectionLines(section, palette)),
    ...(postures.length === 0 ? [] : [[palette.bold('isolation'), ...postureLines(postures).map(({ who, how }) => `  ~ ${who}: ${how}`)]]),
    ...comingAndGoing(changes).map((section) => sectionLines(section, palette)),
  ];
  if (blocks.length === 0) return `${head}: ${countText(changes)}\n`;
  return `${[[palette.bold(head)], ...blocks, [countText(changes)]].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function relabelledLines({ relabelled }: ComparedCluster['changes'], palette: Palette): readonly (readonly string[])[] {
  if (relabelled.length === 0) return [];
  const lines = relabelled.flatMap(({ finding: { id, message, repair = '' } }) => [
    `  ${palette.red(id)}  ${message}`,
    palette.dim(`      ${repair}`),
  ]);
  return [[palette.bold('selectors that no longer match'), ...lines]];
}

function sectionLines({ title, flows }: FlowSection, palette: Palette): readonly string[] {
  return [palette.bold(title), ...flows.flatMap((flow) => flowLines(flow, palette))];
}

function flowLines(flow: FlowChange, palette: Palette): readonly string[] {
  const { sign, word } = flowWords[flow.kind];
  const colour = { '+': palette.green, '-': palette.red, '~': palette.yellow }[sign];
  const causes = flow.causes.map(causeText);
  return [
    `  ${colour(`${sign} ${word}`)}  ${groupText(flow.from)} → ${groupText(flow.to)}: ${portsText(flow)}`,
    ...(causes.length === 0 ? [] : [palette.dim(`      by ${causes.join(', ')}`)]),
  ];
}
