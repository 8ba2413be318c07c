export { kustomizationFiles } from './builds';
export { type Kustomized, kustomized } from './kustomized';
export { isOperation } from './operation';
