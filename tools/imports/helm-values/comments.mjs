// The comments of a chart's values.yaml, in the form that helm-docs reads.

/**
 * What values.yaml says about a key.
 *
 * @typedef {object} Remark
 * @property {string} text - all of it, without marks
 * @property {string} [default] - what it says the default is (`@default -- …`)
 * @property {string} [example] - the value behind a key that is only there as a comment
 */

/**
 * The remarks of a values.yaml by the key's path, its steps joined with a dot. A key that is commented out
 * (`# range: "30000,32767"`) has one too.
 *
 * @param {string} source - the text of the file
 * @returns {Map<string, Remark>}
 */
export function readRemarks(source) {
  /** @type {Map<string, Remark>} */
  const remarks = new Map();
  /** @type {{ indent: number, path: string[], empty: boolean }[]} the keys around the current line */
  const around = [];
  /** @type {{ indent: number, lines: string[] }} the comment lines right above the current line, without `#` */
  let block = { indent: 0, lines: [] };

  const closeBlock = (key) => {
    const parts = readBlock(block.lines);
    const parent = around.findLast((entry) => entry.indent < block.indent)?.path ?? [];
    for (const part of parts) {
      if (!part.commentedKey) continue;
      remarks.set([...parent, part.commentedKey].join('.'), part.remark);
      const above = around.at(-1);
      if (above?.empty) remarks.set([...above.path, part.commentedKey].join('.'), part.remark);
    }
    block = { indent: 0, lines: [] };
    const last = parts.at(-1);
    return last && (!last.commentedKey || last.commentedKey === key) ? last.remark : undefined;
  };

  for (const line of source.split('\n')) {
    const [, spaces, comment] = /^( *)#(.*)$/.exec(line) ?? [];
    if (comment !== undefined) {
      if (spaces.length !== block.indent) closeBlock();
      block.indent = spaces.length;
      block.lines.push(comment);
      continue;
    }
    const entry = readKey(line);
    const remark = closeBlock(entry?.key);
    if (!entry) continue;
    while ((around.at(-1)?.indent ?? -1) >= entry.indent) around.pop();
    const path = [...(around.at(-1)?.path ?? []), entry.key];
    if (remark) remarks.set(path.join('.'), remark);
    around.push({ indent: entry.indent, path, empty: entry.value === '{}' });
  }
  closeBlock();
  return remarks;
}

/** The key that a line of YAML starts with. */
function readKey(line) {
  const found = /^( *)(?:"([^"]+)"|'([^']+)'|([\w./-]+)):(?: +(.*))?$/.exec(line);
  return found && { indent: found[1].length, key: found[2] ?? found[3] ?? found[4], value: found[5] };
}

/**
 * The remarks in a comment block, each begun by `--` and maybe ended by a key that is commented out.
 *
 * @param {string[]} lines
 * @returns {{ remark: Remark, commentedKey?: string }[]}
 */
function readBlock(lines) {
  const parts = [];
  let open;
  for (const line of withoutSchema(lines)) {
    const begin = /^ *--+ +(?:\((?:string|int|bool|float|list|object|map)\) *)?(.*)$/.exec(line);
    const byDefault = /^ *@default -- *(.*)$/.exec(line);
    const key = /^ ?([a-z]\w*):(?: +(.*))?$/.exec(line);
    if (begin) {
      open = { remark: { text: begin[1] } };
      parts.push(open);
    } else if (key && !/^(ref|see|type)$/.test(key[1]) && !key[2]?.startsWith('http')) {
      const ended = open ?? { remark: { text: '' } };
      if (!open) parts.push(ended);
      ended.commentedKey = key[1];
      ended.remark.example = key[2] ?? '';
      open = undefined;
    } else if (open && byDefault) {
      open.remark.default = byDefault[1];
    } else if (open) {
      open.remark.text += `\n${line.replace(/^ /, '')}`;
    }
  }
  return parts;
}

/** Leaves out what stands between two `@schema` lines. */
function withoutSchema(lines) {
  let inside = false;
  return lines.filter((line) => {
    const mark = /^ *@schema@? *$/.test(line);
    if (mark) inside = !inside;
    return !mark && !inside;
  });
}
