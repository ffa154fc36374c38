import { defineComponent } from 'ccp-core';
import { debianBase } from './image.ts';

/** The package's image, for discovery. */
export const component = defineComponent({ name: 'ccp-debian-base', images: [debianBase] });
