export { connectCluster, type ClusterTarget } from './connect.ts';
