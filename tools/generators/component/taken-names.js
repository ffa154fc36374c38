/**
 * Names that packages of the workspace have taken, with who has them: folders of packages, and images and services by their golden
 * files, which every component has (its contract says so) and which can be read without building anything.
 *
 * @param {import('nx/src/generators/tree').Tree} tree
 * @returns {Map<string, string>}
 */
export function takenNames(tree) {
  const taken = new Map();
  for (const folder of tree.children('packages')) {
    for (const file of tree.children(`packages/${folder}/test/golden`)) {
      const [, name, kind] = /^(.+)\.(Dockerfile|yaml)$/.exec(file) ?? [];
      if (name !== undefined) taken.set(name, `${kind === 'yaml' ? 'a service' : 'an image'} of ${folder} is named so`);
    }
    taken.set(folder.replace(/^ccp-/, ''), `packages/${folder} exists`);
  }
  return taken;
}
