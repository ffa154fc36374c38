export { connectHost } from './build-host.ts';
