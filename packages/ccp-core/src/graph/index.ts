export { findCycle, levels, reachable, topological, type Edges } from './order.ts';
export { longestPaths } from './weight.ts';
