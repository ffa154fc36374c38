import { defineComponent } from 'ccp-core';
import { glanceImage } from './image.ts';
import { testGuestImage } from './test-guest-image.ts';
import { imageUploadImage } from './upload-image.ts';
import { glance } from './service.ts';

/** Images and services of this package, for discovery. */
export const component = defineComponent({ name: 'ccp-glance', images: [glanceImage, imageUploadImage, testGuestImage], services: [glance] });
