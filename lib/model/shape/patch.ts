import { type Check, data, either, list } from './check';

/** A strategic-merge patch of machine configuration: one document, or several. */
export const patch: Check = either('an object or a list of objects', 'write a document as a plain object', list(data), data);
