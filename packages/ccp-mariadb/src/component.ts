import { defineComponent } from 'ccp-core';
import { externalMariadb } from './external.ts';
import { mariadbImage } from './image.ts';
import { mariadb } from './service.ts';

/** Image and services of this package, for discovery. */
export const component = defineComponent({ name: 'ccp-mariadb', images: [mariadbImage], services: [mariadb, externalMariadb] });
