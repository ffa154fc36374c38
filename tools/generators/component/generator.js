import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { componentNames } from './component-names.js';
import { finish } from './finish.js';
import { takenNames } from './taken-names.js';

const files = fileURLToPath(new URL('files', import.meta.url));

/**
 * `npx nx g ./tools:component NAME`: writes packages/ccp-NAME. Nothing is overwritten; what it returns is run by nx once the files are on
 * disk, and not with `--dry-run`.
 *
 * @param {import('nx/src/generators/tree').Tree} tree
 * @param {{name: string}} options
 */
export async function generateComponent(tree, options) {
  const names = componentNames(options.name);
  const taken = takenNames(tree).get(names.name);
  if (taken !== undefined) throw new Error(`There can be no component "${names.name}": ${taken}. Choose another name.`);
  const folder = `packages/ccp-${names.name}`;
  for (const [file, text] of componentFiles(names)) tree.write(`${folder}/${file}`, text);
  return () => finish(names.name, folder);
}

/**
 * The files of a component by their path in the package.
 *
 * @param {import('./component-names.js').ComponentNames} names
 * @returns {Map<string, string>}
 */
export function componentFiles(names) {
  const found = readdirSync(files, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = found.map((entry) => relative(files, join(entry.parentPath, entry.name))).sort();
  return new Map(paths.map((path) => [fill(path.replace(/\.template$/, ''), names), fill(readFileSync(join(files, path), 'utf8'), names)]));
}

/** Placeholders are names of {@link componentNames} between double underscores. */
function fill(text, names) {
  return text.replace(/__(name|variable|type|title)__/g, (_, key) => names[key]);
}
