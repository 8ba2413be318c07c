import { readFileSync } from 'node:fs';
import { type FindingId, finding, inDocument } from '../base';
import type { Reading, ReadOptions } from './document';
import { type FoundFile, filesBelow } from './folder';
import { plainText } from './text';
import { TextReader } from './text-reader';

/**
 * The objects of a file, or of every `.yaml`, `.yml` and `.json` file below a folder, in the order of their paths. `path` is
 * relative to `directory`.
 *
 * - Hidden folders and `node_modules` are passed over. Links are followed inside of the folder only, and nothing is read twice.
 * - Empty documents are left out, lists (`kind: List`, `PodList`) divided into their items.
 * - Values are what `kubectl` gets of the same text: YAML 1.1 as sigs.k8s.io/yaml@v1.6.0 reads it, documents divided at lines
 *   `---`, `\r\n` as `\n`, UTF-8 with or without byte order mark.
 *
 * Whatever can't be read is a finding, and the rest is read: `OBJ003` and `OBJ001`, or with `lenient` `INP001` to `INP004` and
 * `INP008`.
 */
export async function readDocuments(directory: string, path: string, options: ReadOptions = {}): Promise<Reading> {
  const content = filesBelow(directory, path, options);
  if (content === undefined) {
    const id: FindingId = options.lenient === true ? 'INP008' : 'OBJ003';
    const repair =
      options.lenient === true ? 'write the path of a file or folder' : 'write a path relative to the folder that has clusters/';
    return { documents: [], findings: [finding(id, inDocument(path), 'there is no such file or folder', { repair })] };
  }
  const reader = new TextReader(await import('yaml'), options);
  for (const { path: left, link, message } of content.left) {
    if (link) reader.unfollowed(left, message, 'put the file itself there, or leave the link out');
    else reader.unreadable(inDocument(left), message, 'make it a file that can be read, or leave it out');
  }
  for (const template of content.templates) reader.template(inDocument(template));
  for (const file of content.files) readFile(reader, file);
  return reader.reading();
}

/** The objects of a text, read as `readDocuments` reads the file of that name. */
export async function parseDocuments(text: string, file: string, options: ReadOptions = {}): Promise<Reading> {
  const reader = new TextReader(await import('yaml'), options);
  reader.read(plainText(text), file);
  return reader.reading();
}

function readFile(reader: TextReader, { path, location }: FoundFile): void {
  let bytes: Buffer;
  try {
    bytes = readFileSync(location);
  } catch (error) {
    reader.unreadable(
      inDocument(path),
      `it can't be opened: ${(error as NodeJS.ErrnoException).code}`,
      'make it readable, or leave it out',
    );
    return;
  }
  reader.bytes(bytes, path);
}
