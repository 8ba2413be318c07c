import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { compareText, type Finding, finding, inDocument, type JsonObject, type Place } from '../base';

/** A YAML document with the place where it begins. */
export interface InputDocument {
  readonly object: JsonObject;
  readonly at: Place;
}

/**
 * The YAML documents of a file, or of every `.yaml` and `.yml` file below a folder, in the order of their paths; empty
 * documents are left out. `path` is relative to `directory`.
 */
export async function readDocuments(
  directory: string,
  path: string,
): Promise<{ readonly documents: readonly InputDocument[]; readonly findings: readonly Finding[] }> {
  if (!existsSync(join(directory, path))) {
    return {
      documents: [],
      findings: [
        finding('OBJ003', inDocument(path), 'there is no such file or folder', {
          repair: 'write a path relative to the folder that has clusters/',
        }),
      ],
    };
  }
  const { LineCounter, parseAllDocuments } = await import('yaml');
  const findings: Finding[] = [];
  const documents: InputDocument[] = [];
  for (const file of yamlFiles(directory, path)) {
    const lines = new LineCounter();
    const parsed = parseAllDocuments(readFileSync(join(directory, file), 'utf8'), { lineCounter: lines, version: '1.1', merge: true });
    if (!Array.isArray(parsed)) continue;
    for (const document of parsed) {
      const { line } = lines.linePos(document.contents?.range?.[0] ?? document.range[0]);
      const at = inDocument(file, undefined, line, 1);
      findings.push(
        ...document.errors.map((error) =>
          finding(
            'OBJ003',
            inDocument(file, undefined, error.linePos?.[0].line ?? line, error.linePos?.[0].col ?? 1),
            error.message.split('\n', 1)[0] as string,
            { repair: 'mend the YAML' },
          ),
        ),
      );
      if (document.errors.length > 0) continue;
      const object = document.toJS();
      if (object !== null) documents.push({ object, at });
    }
  }
  return { documents, findings };
}

function yamlFiles(directory: string, path: string): string[] {
  if (!statSync(join(directory, path)).isDirectory()) return [path];
  return readdirSync(join(directory, path), { withFileTypes: true })
    .sort((a, b) => compareText(a.name, b.name))
    .flatMap((entry) => {
      const inner = `${path.replace(/\/$/, '')}/${entry.name}`;
      if (entry.isDirectory()) return yamlFiles(directory, inner);
      return /\.ya?ml$/.test(entry.name) ? [inner] : [];
    });
}
