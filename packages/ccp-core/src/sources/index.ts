export { connectHost } from './build-host.ts';
export { cacheFolder } from './cache-folder.ts';
