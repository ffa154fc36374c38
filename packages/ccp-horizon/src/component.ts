import { defineComponent } from 'ccp-core';

/** Images and services of this package, for discovery. */
export const component = defineComponent({ name: 'ccp-horizon', images: [] });
