import { defineComponent } from 'ccp-core';
import { mariadbImage } from './image.ts';
import { mariadb } from './service.ts';

/** Image and service of this package, for discovery. */
export const component = defineComponent({ name: 'ccp-mariadb', images: [mariadbImage], services: [mariadb] });
