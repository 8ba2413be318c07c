// The values that a comment lists for a key, as far as it does so in a form that can be trusted.

const NOUN = '(?:values|options|modes|value is)';
const INTRODUCTION = new RegExp(
  `(?:possible|applicable|supported|valid|available|accepted) ${NOUN}(?: can be| are)?:?|one of(?: the [\\w ]*modes:)?`,
  'i',
);
const SEVERAL = /multiple|space-separated|comma-separated|separated by|list of/i;

/**
 * The values that a comment allows for a key; none unless it names at least two and nothing else.
 *
 * It reads a list, one value a line (`- helm: This method…`), and a sentence (`Valid options are none, low, medium.`).
 *
 * @param {string} text - a comment
 * @returns {string[]}
 */
export function documentedValues(text) {
  const start = INTRODUCTION.exec(text);
  if (!start || SEVERAL.test(text)) return [];
  const after = text.slice(start.index + start[0].length);
  const values = /^\s*\n\s*- /.test(after) ? fromList(after) : fromSentence(after);
  return values.length > 1 && values.every(isWord) ? values : [];
}

/** `- "HAOnly" (default) Only enable …` gives `HAOnly`; deeper lines belong to the item above. */
function fromList(text) {
  const lines = text.split('\n').slice(1);
  const indent = lines[0].slice(0, lines[0].indexOf('-'));
  const values = [];
  for (const line of lines) {
    if (line.startsWith(`${indent}- `)) values.push(bare(line.slice(indent.length + 2).split(/[: ]/)[0]));
    else if (!line.startsWith(`${indent} `)) break;
  }
  return values;
}

/** `"Cluster" and "Local".` gives both; a sentence may go on in the next line, or end with the line. */
function fromSentence(text) {
  const sentence = text.split(/\.(?:\s|$)|\n\s*\n|\n\s*(?:ref:|default:|@)/i)[0];
  const values = words(sentence);
  return values.every(isWord) ? values : words(sentence.trim().split('\n')[0]);
}

/** What is in parentheses doesn't count, but for `(or empty)`. */
function words(sentence) {
  const values = sentence
    .replace(/\([^)]*\)/g, ' ')
    .replace(/^[\s:]*'?\[(.*)\]'?/, (_, inner) => inner.trim().split(/\s+/).join(', '))
    .split(/,\s*(?:and |or )?|\s+(?:and|or)\s+/)
    .map((word) => bare(word.trim()));
  return /\(or empty\)/.test(sentence) ? [...values, ''] : values;
}

const isWord = (text) => /^[\w-]*$/.test(text);
const bare = (word) => word.replace(/^(["'`])(.*)\1$/, '$2');
