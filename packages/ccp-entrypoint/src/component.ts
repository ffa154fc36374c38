import { defineComponent } from 'ccp-core';
import { entrypointImage, podInit } from './entrypoint.ts';
import { nodeRuntime } from './node-runtime.ts';

/** Both images, and the provider of what runs before daemons. */
export const component = defineComponent({ name: 'ccp-entrypoint', images: [nodeRuntime, entrypointImage], podInit });
