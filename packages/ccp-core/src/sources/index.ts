export { connectHost } from './build-host.ts';
export type { Mirrors } from './mirrors.ts';
export { cacheFolder } from './cache-folder.ts';
