import type { ImageEngine } from '../engine/contracts.ts';

const refuse = (): never => {
  throw new Error('no engine in this test');
};

/** An engine that has no images and refuses everything else; enough for planning. */
export const absentEngine: ImageEngine = {
  checkVersion: async () => undefined,
  listImages: async () => [],
  findImage: async () => undefined,
  build: async () => refuse(),
  importRoot: async () => refuse(),
  pull: async () => refuse(),
  tag: async () => refuse(),
  push: async () => refuse(),
  removeImage: async () => refuse(),
  readImageFile: async () => refuse(),
  run: async () => refuse(),
};
