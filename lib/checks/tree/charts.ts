import { type Finding, finding, inDocument } from '../../base';
import type { InputDocument } from '../../input';
import { folderOf } from './tree';

/** The documents without those of templates of Helm charts, which may look like objects before Helm renders them. */
export function withoutChartTemplates(documents: readonly InputDocument[]): {
  readonly documents: readonly InputDocument[];
  /** One for each file that is left out. */
  readonly findings: readonly Finding[];
} {
  const folders = documents.filter(({ at }) => /(^|\/)Chart\.ya?ml$/.test(at.file)).map(({ at }) => `${folderOf(at.file)}/templates/`);
  const isTemplate = (file: string) => folders.some((folder) => `/${file}`.startsWith(folder.startsWith('/') ? folder : `/${folder}`));
  const files = new Set(documents.map(({ at }) => at.file).filter(isTemplate));
  return {
    documents: documents.filter(({ at }) => !files.has(at.file)),
    findings: [...files].map((file) => finding('INP009', inDocument(file), 'this is a template, and says nothing until it is rendered')),
  };
}
