import { defineComponent } from 'ccp-core';
import { dbSync } from './actions/db-sync.ts';
import { glanceImage } from './image.ts';
import { glance } from './service.ts';
import { testGuestImage } from './test-guest-image.ts';
import { imageUploadImage } from './upload-image.ts';

/** Images, service, action and cleaner of this package, for discovery. */
export const component = defineComponent({
  name: 'ccp-glance',
  images: [glanceImage, imageUploadImage, testGuestImage],
  services: [glance],
  actions: [dbSync],
  tool: async () => (await import('./tool/index.ts')).tool,
});
