import type { TalosConfig, TalosField } from '../../../imports/talos-config';
import { compareMinors } from '../../base';

type Module = { readonly talosConfig: TalosConfig };

/** Loaded when somebody asks: a synth needs one of them, and most commands none. */
const load: Readonly<Record<string, () => Module>> = {
  '1.12': () => require('../../../imports/talos-config-1.12'),
  '1.13': () => require('../../../imports/talos-config-1.13'),
  '1.14': () => require('../../../imports/talos-config-1.14'),
};

/** The minors of Talos whose configuration is known, oldest first. */
export const knownMinors: readonly string[] = Object.keys(load).sort(compareMinors);

/** What configuration of a minor of Talos may hold; `undefined` where that isn't known. */
export function talosConfigOf(minor: string): TalosConfig | undefined {
  return Object.hasOwn(load, minor) ? load[minor]?.().talosConfig : undefined;
}

/** What a document of a kind may hold, or the one without a kind; `undefined` for a kind that the minor doesn't know. */
export function documentField(config: TalosConfig, kind: string | undefined): TalosField | undefined {
  if (kind === undefined) return config.config;
  return Object.hasOwn(config.documents, kind) ? config.documents[kind] : undefined;
}

/** The field at a path of a document; `undefined` where there is none. */
export function fieldAt(field: TalosField | undefined, path: readonly (string | number)[]): TalosField | undefined {
  let current = field;
  for (const key of path) {
    if (current === undefined || typeof current === 'string') return current === 'any' ? 'any' : undefined;
    if ('fields' in current) current = Object.hasOwn(current.fields, key) ? current.fields[key] : undefined;
    else if ('map' in current) current = current.map;
    else if ('list' in current) current = current.list;
    else return undefined;
  }
  return current;
}

/** The minors that know a field at a path of a kind of document. */
export function minorsWith(kind: string | undefined, path: readonly (string | number)[]): readonly string[] {
  return knownMinors.filter((minor) => {
    const config = talosConfigOf(minor);
    return config !== undefined && fieldAt(documentField(config, kind), path) !== undefined;
  });
}
