import { defineComponent } from 'ccp-core';
import { memcachedImage } from './image.ts';
import { memcached } from './service.ts';

/** Image and service of this package, for discovery. */
export const component = defineComponent({ name: 'ccp-memcached', images: [memcachedImage], services: [memcached] });
