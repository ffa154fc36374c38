import { defineComponent } from 'ccp-core';
import { horizonImage } from './image.ts';
import { horizon } from './service.ts';

/** Image and service of this package, for discovery. */
export const component = defineComponent({ name: 'ccp-horizon', images: [horizonImage], services: [horizon] });
