// What an image on the runtime needs besides, so that it imports one package: the one of its base.
export { accountStep, users } from 'ccp-debian-base';
export { component } from './component.ts';
export { entrypointImage, podInit } from './entrypoint.ts';
export { nodeRuntime, nodeVersion } from './node-runtime.ts';
