import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The packages of a workspace with their kind, from the tag `kind:…` in package.json.
 *
 * @param {string} root Absolute path of the workspace.
 * @returns {Array<{name: string, folder: string, kind: string}>}
 */
export function workspacePackages(root) {
  return readdirSync(join(root, 'packages'))
    .filter((entry) => existsSync(join(root, 'packages', entry, 'package.json')))
    .map((entry) => {
      const { name, nx } = JSON.parse(readFileSync(join(root, 'packages', entry, 'package.json'), 'utf8'));
      const kind = nx?.tags?.find((tag) => tag.startsWith('kind:'))?.slice('kind:'.length);
      if (kind === undefined) throw new Error(`packages/${entry}/package.json has no tag kind:… in nx.tags`);
      return { name, folder: `packages/${entry}`, kind };
    });
}
