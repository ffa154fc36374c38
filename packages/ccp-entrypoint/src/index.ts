export { component } from './component.ts';
export { entrypointImage, podInit } from './entrypoint.ts';
export { nodeRuntime, nodeVersion } from './node-runtime.ts';
