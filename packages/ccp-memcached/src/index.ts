export { component } from './component.ts';
export { memcachedConfig, type MemcachedConfig } from './config.ts';
export { memcachedImage } from './image.ts';
export { cacheProvider } from './provides.ts';
export { memcached } from './service.ts';
