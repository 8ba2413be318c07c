export type { Change, CompareOptions, Comparison } from './change';
export { compareWithDisk } from './compare';
export { publish } from './publish';
export { publishedText } from './published';
export { render } from './render';
export { type EmitOptions, emitYaml } from './yaml';
