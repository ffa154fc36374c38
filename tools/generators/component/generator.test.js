import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { componentNames } from './component-names.js';
import { componentFiles, generateComponent } from './generator.js';

/** What a generator uses of nx's tree, in memory. */
function treeOf(paths) {
  const files = new Map(paths.map((path) => [path, '']));
  return {
    files,
    write: (path, text) => files.set(path, text),
    children: (folder) => [...new Set([...files.keys()].filter((path) => path.startsWith(`${folder}/`)).map((path) => path.slice(folder.length + 1).split('/')[0]))],
  };
}

const workspace = ['packages/ccp-core/package.json', 'packages/ccp-web/package.json', 'packages/ccp-web/test/golden/web.yaml', 'packages/ccp-web/test/golden/front-end.Dockerfile'];

describe('names', () => {
  test('have every form that files use', () => {
    expect(componentNames('ccp-hello-world')).toEqual({ name: 'hello-world', variable: 'helloWorld', type: 'HelloWorld', title: 'Hello world' });
  });

  test.each(['Hello', 'hello_world', '9lives', 'hello-', '-', '', '../../etc', 'a'.repeat(31)])('"%s" is refused', (written) => {
    expect(() => componentNames(written)).toThrow(/cannot name a component/);
  });
});

describe('generator', () => {
  test('writes a package, and nothing outside it', async () => {
    const tree = treeOf(workspace);
    await generateComponent(tree, { name: 'hello' });
    const written = [...tree.files.keys()].filter((path) => !workspace.includes(path));
    expect(written.every((path) => path.startsWith('packages/ccp-hello/'))).toBe(true);
    expect(written).toEqual(expect.arrayContaining(['package.json', 'README.md', 'src/service.ts', 'templates/hello.conf.hbs', 'test/contract.test.ts'].map((file) => `packages/ccp-hello/${file}`)));
  });

  test.each([
    ['web', /packages\/ccp-web exists/],
    ['core', /packages\/ccp-core exists/],
    ['front-end', /an image of ccp-web is named so/],
  ])('%s is taken, and nothing is written', async (name, reason) => {
    const tree = treeOf(workspace);
    await expect(generateComponent(tree, { name })).rejects.toThrow(reason);
    expect([...tree.files.keys()]).toEqual(workspace);
  });

  test('leaves no placeholder in any file', () => {
    const all = [...componentFiles(componentNames('hello-world'))].flat().join('\n');
    expect(all).not.toMatch(/__\w+__/);
  });
});

test('the README of the workspace shows the service that the generator writes', () => {
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
  const service = componentFiles(componentNames('hello')).get('src/service.ts');
  const definition = service.slice(service.indexOf('export const')).trim();
  expect(definition.split('\n').length).toBeLessThanOrEqual(20);
  expect(readme).toContain(`\`\`\`ts\n${definition}\n\`\`\``);
});
