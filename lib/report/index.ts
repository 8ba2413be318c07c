export { type BudgetTable, budgetReport } from './budget';
export { changesText, type FileChange } from './changes';
export { doctorJson, doctorText, isReady, type Prerequisite, type PrerequisiteState } from './doctor';
export { findingsJson } from './json';
export { findingsText, type Palette, plain, summary } from './text';
