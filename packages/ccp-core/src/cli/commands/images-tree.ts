import { exitCode } from '../../diagnostics/index.ts';
import type { ImageNode } from '../../plan/image-node.ts';
import { isMissing } from '../../plan/image-offers.ts';
import { printResult, type WorkspaceCommand } from '../command.ts';

/** An image with those that are made from it. */
export interface ImageBranch {
  readonly name: string;
  readonly action: ImageNode['action'];
  readonly images: readonly ImageBranch[];
}

/** `ccp images tree`: which image is made from which. */
export const imagesTreeCommand: WorkspaceCommand = {
  name: 'images tree',
  summary: 'Show which image is made from which',
  details: 'JSON: [{name, action: build|pull|present|unneeded, images: [the same, of those made from it]}].',
  run: async (run) => {
    const { images } = await run.workspace.imagesWithOffers();
    const tree = branches(images, undefined);
    printResult(run, tree, () => treeLines(tree).join('\n'), images.map(({ name }) => name));
    return exitCode.ok;
  },
};

function branches(images: readonly ImageNode[], base: string | undefined): ImageBranch[] {
  const own = images.filter((image) => image.base === base);
  return own.map(({ name, action }) => ({ name, action, images: branches(images, name) })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A tree as lines of text, one per image; what is to be built or pulled says so. */
export function treeLines(tree: readonly ImageBranch[]): string[] {
  return tree.flatMap(({ name, action, images }) => {
    const below = images.flatMap((image, i) => {
      const [first, further] = i === images.length - 1 ? ['└─ ', '   '] : ['├─ ', '│  '];
      return treeLines([image]).map((line, at) => `${at === 0 ? first : further}${line}`);
    });
    return [`${name}${isMissing({ action }) ? ` (to ${action})` : ''}`, ...below];
  });
}
