import type { CST } from 'yaml';
import { thrownMessage } from '../base';
import { type Decoded, decode, deepest } from './decode';
import { jsonWithoutRepetition } from './json';
import type { NodeOptions, Yaml } from './nodes';

/** Characters that no YAML may hold as they are. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const forbidden = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]/;

/** The value of one document's text, YAML or JSON, and where in the text it begins. It never throws. */
export function decodeText(yaml: Yaml, options: NodeOptions, text: string): Decoded & { readonly offset: number } {
  const character = forbidden.exec(text);
  if (character !== null) {
    const code = character[0].charCodeAt(0).toString(16).padStart(4, '0').toUpperCase();
    return faulty(character.index, `the character U+${code} has no place in YAML`);
  }
  const json = jsonWithoutRepetition(text);
  if (json !== undefined) return { value: json, offset: text.search(/\S/), faults: [], repetitions: [] };
  try {
    return decodeYaml(yaml, options, text);
  } catch (error) {
    return error instanceof TooDeep ? faulty(error.offset, error.message) : faulty(0, thrownMessage(error));
  }
}

function decodeYaml(yaml: Yaml, options: NodeOptions, text: string): Decoded & { readonly offset: number } {
  const [document, second] = [...new yaml.Composer(options).compose(tokens(yaml, text))];
  if (document === undefined) return withoutDocument(text);
  const offset = document.contents?.range?.[0] ?? 0;
  const faults = document.errors.map(({ pos, message }) => ({ offset: pos[0], message: message.split('\n', 1)[0] as string }));
  if (second !== undefined) faults.push({ offset: second.range[0], message: "what follows '...' is another document: begin it with ---" });
  return faults.length > 0 ? { value: null, offset, faults, repetitions: [] } : { ...decode(yaml, document.contents), offset };
}

class TooDeep extends Error {
  constructor(readonly offset: number) {
    super(`it is nested deeper than ${deepest} levels`);
  }
}

/**
 * What the parser makes of the text, as long as it isn't nested too deeply: composing values of it calls itself for each level,
 * and where the stack is all but full even a regular expression ends the process.
 */
function* tokens(yaml: Yaml, text: string): Generator<CST.Token, void> {
  const parser = new yaml.Parser();
  for (const lexeme of new yaml.Lexer().lex(text)) {
    yield* parser.next(lexeme);
    if (parser.stack.length > deepest) throw new TooDeep(parser.offset);
  }
  yield* parser.end();
}

/** Comments and empty lines, or directives, at which `kubectl` stops, since it looks for their document in the same part. */
function withoutDocument(text: string) {
  const directive = /^%/m.exec(text);
  if (directive !== null) return faulty(directive.index, 'kubectl takes no directives');
  return { value: null, offset: 0, faults: [], repetitions: [] };
}

function faulty(offset: number, message: string) {
  return { value: null, offset: 0, faults: [{ offset, message }], repetitions: [] };
}
