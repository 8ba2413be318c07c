export { acceptanceFile } from './acceptances';
export { checkTree, type TreeCheck, type TreeCheckOptions } from './check';
