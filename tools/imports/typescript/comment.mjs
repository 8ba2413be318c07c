// TSDoc comments, made from upstream's own words.

/**
 * @typedef {object} Comment
 * @property {string} [text] - what it is, in a sentence
 * @property {string} [default] - what upstream takes if it is left out
 * @property {string} [deprecated] - what upstream says about its end
 */

const INNER_DOTS = /\b(e\.g|i\.e|etc|vs|cf|incl|resp|approx|no|a\.k\.a)\.$/i;
const NEW_PART =
  /^\s*($|[-*+] |\d+\. |\|? *(ref|see|more info|example|note|default)s?\b.{0,40}?[:=]|https?:|(possible|applicable|supported|valid) (values|options))/i;

/**
 * The first sentence of a text: up to the first full stop, blank line, list, reference or line that was ended early.
 *
 * @param {string} text
 */
export function firstSentence(text) {
  const source = text.trim().split('\n');
  const width = Math.max(...source.map((line) => line.length));
  const end = source.findIndex((line, number) => number > 0 && (NEW_PART.test(line) || endedEarly(source[number - 1], line, width)));
  const paragraph = source
    .slice(0, end < 0 ? undefined : end)
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
  for (const { index } of paragraph.matchAll(/[.!?](?= )/g)) {
    const sentence = paragraph.slice(0, index + 1);
    const after = paragraph.slice(index + 2);
    if (!INNER_DOTS.test(sentence) && !/^[a-z]/.test(after) && balanced(sentence)) return sentence;
  }
  return paragraph;
}

/** Whether a line was ended though the first word of the next, which begins with a capital, had room in it. */
function endedEarly(line, next, width) {
  const [word] = next.trim().split(' ');
  return /^[A-Z][a-z]*$/.test(word) && line.length + 1 + word.length <= width && !/[,(]$/.test(line);
}

/**
 * What a text says about the end of its subject: a sentence that begins with "deprecated", that with a reason in
 * parentheses, or its first sentence with just that in parentheses.
 *
 * @param {string} text
 * @returns {string | undefined}
 */
function deprecation(text) {
  const [, inside, after] = /\(deprecated\b([^)]*)\)([\s\S]*)/i.exec(text) ?? [];
  if (inside || (inside === '' && /\(deprecated\)/i.test(firstSentence(text)))) {
    return firstSentence(trimStart(inside) || trimStart(after) || 'By upstream.');
  }
  const [, reason] = /(?:^|\n|\. +)deprecated\b([\s\S]*)/i.exec(text) ?? [];
  return reason === undefined ? undefined : firstSentence(trimStart(reason) || 'By upstream.');
}

/** Without the punctuation in front, and with a capital. */
const trimStart = (text) => text.replace(/^[\s:;,.-]+/, '').replace(/^[a-z](?=[a-z]* )/, (letter) => letter.toUpperCase());

/**
 * The comment for a description: its first sentence, and what it says about an end.
 *
 * @param {string} [description]
 * @returns {Comment}
 */
export function describe(description = '') {
  const text = firstSentence(description);
  return { text: /^deprecated\b/i.test(text) ? undefined : text, deprecated: deprecation(description) };
}

/** Whether no parenthesis and no quotation is open at a text's end. */
function balanced(text) {
  const count = (character) => text.split(character).length - 1;
  return count('(') === count(')') && count('`') % 2 === 0;
}

/**
 * A comment's lines, none if it says nothing.
 *
 * @param {Comment} comment
 * @returns {string[]}
 */
export function commentLines(comment) {
  const lines = [];
  if (comment.text) lines.push(comment.text);
  if (comment.default !== undefined) lines.push(`@default ${comment.default}`);
  if (comment.deprecated) lines.push(`@deprecated ${comment.deprecated}`);
  const safe = lines.map((line) => line.replaceAll('*/', '*\\/').trim());
  if (safe.length === 0) return [];
  if (safe.length === 1) return [`/** ${safe[0]} */`];
  return ['/**', ...safe.map((line) => ` * ${line}`), ' */'];
}
