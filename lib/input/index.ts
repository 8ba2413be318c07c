export { clusterFiles, clustersFolder, type LoadedCluster, loadClusters } from './clusters';
export { type InputDocument, readDocuments } from './documents';
