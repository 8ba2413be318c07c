import type { Label } from '../label';
import type { Profile } from '../profile';

/** What decides whether labels are part of identities. */
export interface LabelFilter {
  /** Whether a label is part of the identity of the pod that has it. */
  isPart(of: Pick<Label, 'source' | 'key'>): boolean;
  /** The texts of the profile's list that are no expression; an agent with such a list doesn't start. */
  readonly faults: readonly string[];
}

/** One line of the agent's list. */
interface Line {
  readonly ignore: boolean;
  readonly source: string;
  readonly expression: RegExp;
}

/**
 * The agent's own list: what identities have for certain, and what differs from pod to pod or says nothing.
 *
 * @see cilium 1.20.2 and 1.19.6 pkg/labelsfilter/filter.go (defaultLabelPrefixCfg), which are equal
 */
export const defaultLabelPrefixes: readonly string[] = [
  'reserved:.*',
  'io\\.kubernetes\\.pod\\.namespace',
  'io\\.cilium\\.k8s\\.namespace\\.labels',
  'app\\.kubernetes\\.io',
  'io\\.cilium\\.k8s\\.policy\\.cluster',
  'io\\.cilium\\.k8s\\.policy\\.serviceaccount',
  '!io\\.kubernetes',
  '!kubernetes\\.io',
  '!statefulset\\.kubernetes\\.io/pod-name',
  '!apps\\.kubernetes\\.io/pod-index',
  '!batch\\.kubernetes\\.io/job-completion-index',
  '!batch\\.kubernetes\\.io/controller-uid',
  '!.*beta\\.kubernetes\\.io',
  '!k8s\\.io',
  '!pod-template-generation',
  '!pod-template-hash',
  '!controller-revision-hash',
  '!controller-uid',
  '!annotation.*',
  '!etcd_node',
  '!topology\\.kubernetes\\.io',
];

const defaultLines = defaultLabelPrefixes.map(parseLine).filter((line) => line !== undefined);

/**
 * The filter of an agent: its own list and what the profile adds to it.
 *
 * Each line is an expression for the beginning of a key, with a source in front where it is for that source alone; a `!` makes
 * it a line of what is left out. A label is part of an identity if no line leaves it out, or if the longest line that takes it
 * in goes further than the shortest that leaves it out. As soon as the profile takes something in, nothing else is part of an
 * identity but what a line takes in.
 *
 * Expressions are those of RE2 upstream and those of JavaScript here, which agree on what labels need.
 *
 * @see cilium 1.20.2 pkg/labelsfilter/filter.go (ParseLabelPrefixCfg, filterLabels)
 */
export function labelFilter({ labelPrefixes }: Pick<Profile, 'labelPrefixes'>): LabelFilter {
  const added = labelPrefixes.filter((text) => text !== '').map((text) => ({ text, line: parseLine(text) }));
  const lines = [...defaultLines, ...added.flatMap(({ line }) => line ?? [])];
  const closed = added.some(({ line }) => line?.ignore === false);
  return { isPart: (label) => isPart(label, lines, closed), faults: added.flatMap(({ text, line }) => (line === undefined ? [text] : [])) };
}

function isPart({ source, key }: Pick<Label, 'source' | 'key'>, lines: readonly Line[], closed: boolean): boolean {
  let included = 0;
  let ignored = 0;
  for (const line of lines) {
    const length = matched(line, source, key);
    if (length === undefined) continue;
    if (!line.ignore) included = Math.max(included, length);
    else if (ignored === 0 || length < ignored) ignored = length;
  }
  return (!closed && ignored === 0) || included > ignored;
}

/** How much of the key the line speaks of, if it does. */
function matched({ source, expression }: Line, of: string, key: string): number | undefined {
  if (source !== '' && source !== of) return undefined;
  expression.lastIndex = 0;
  return expression.exec(key)?.[0].length;
}

/** @see cilium 1.20.2 pkg/labelsfilter/filter.go (parseLabelPrefix) */
function parseLine(text: string): Line | undefined {
  const colon = text.indexOf(':');
  const written = text.slice(colon + 1);
  if (written === '') return undefined;
  const ignore = written.startsWith('!');
  try {
    return { ignore, source: colon < 0 ? '' : text.slice(0, colon), expression: new RegExp(ignore ? written.slice(1) : written, 'y') };
  } catch {
    return undefined;
  }
}
