export { clusterFiles, clustersFolder, type LoadedCluster, loadClusters } from './clusters';
export type { InputDocument, Reading, ReadOptions } from './document';
export { parseDocuments, readDocuments } from './documents';
export { ignoredByGit } from './ignored';
export { readRevision } from './revision';
export { readText } from './text-of';
