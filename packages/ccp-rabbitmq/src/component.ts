import { defineComponent } from 'ccp-core';
import { rabbitmqAccountImage } from './account-image.ts';
import { rabbitmqImage } from './image.ts';
import { rabbitmq } from './service.ts';

/** Images and service of this package, for discovery. */
export const component = defineComponent({ name: 'ccp-rabbitmq', images: [rabbitmqImage, rabbitmqAccountImage], services: [rabbitmq] });
