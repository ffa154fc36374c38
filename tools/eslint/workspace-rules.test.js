import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { ESLint } from 'eslint';
import { workspaceRules } from './workspace-rules.js';

// The first lint of a process loads the rules and TypeScript; on a busy machine that takes a while.
jest.setTimeout(60_000);

const roots = [];
afterEach(() => roots.splice(0).forEach((root) => rmSync(root, { recursive: true })));

const manifest = (name, kind) =>
  JSON.stringify({ name, type: 'module', exports: { '.': { '@ccp/source': './src/index.ts' } }, nx: { tags: [`kind:${kind}`] } });

/** A workspace of two services and core, holding `files`. */
function workspace(files) {
  const root = mkdtempSync(join(tmpdir(), 'lint-'));
  roots.push(root);
  const kinds = { 'ccp-core': 'core', 'ccp-a': 'service', 'ccp-b': 'service' };
  const all = { ...files };
  for (const [name, kind] of Object.entries(kinds)) {
    all[`packages/${name}/package.json`] = manifest(name, kind);
    all[`packages/${name}/tsconfig.json`] = '{"compilerOptions":{"strict":true,"module":"NodeNext","noEmit":true,"allowImportingTsExtensions":true},"include":["src"]}';
    all[`packages/${name}/src/index.ts`] ??= 'export const nothing = 0;\n';
  }
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  mkdirSync(join(root, 'node_modules'));
  for (const name of Object.keys(kinds)) symlinkSync(`../packages/${name}`, join(root, 'node_modules', name));
  return root;
}

/** `file rule` of every finding, sorted. */
async function findings(files) {
  const root = workspace(files);
  const eslint = new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: workspaceRules(root) });
  const results = await eslint.lintFiles(['packages']);
  return results.flatMap(({ filePath, messages }) => messages.map(({ ruleId, message }) => `${filePath.slice(root.length + '/packages/'.length)} ${ruleId ?? message}`)).sort();
}

const core = (path) => `packages/ccp-core/src/${path}`;

test('imports towards the definitions are fine', async () => {
  expect(
    await findings({
      [core('definition/a.ts')]: 'export const a = 1;\n',
      [core('plan/types.ts')]: "import { a } from '../definition/a.ts';\nexport const p = a;\n",
      [core('engine/contracts.ts')]: "import { p } from '../plan/types.ts';\nexport const c = p;\n",
      [core('docker/d.ts')]: "import { a } from '../definition/a.ts';\nimport { c } from '../engine/contracts.ts';\nexport const d = a + c;\n",
      [core('cli/main.ts')]: "import { d } from '../docker/d.ts';\nexport const m = d + process.argv.length;\n",
    }),
  ).toEqual([]);
});

/** What is wrong, the importing file, what it imports. */
const wrongImports = [
  ['a definition that reads the configuration', 'definition/a.ts', 'config/y.ts'],
  ['configuration that knows the plan', 'config/b.ts', 'plan/y.ts'],
  ['a plan that knows the engine', 'plan/c.ts', 'engine/contracts.ts'],
  ['an engine that knows an adapter', 'engine/d.ts', 'docker/y.ts'],
  ['an adapter that knows another', 'docker/e.ts', 'kubernetes/y.ts'],
  ['an adapter that reaches into the engine', 'docker/f.ts', 'engine/queue.ts'],
  ['an adapter that reaches into the plan', 'sources/g.ts', 'plan/order.ts'],
  ['an adapter that renders', 'kubernetes/h.ts', 'render/y.ts'],
  ['an adapter that reports', 'kubernetes/i.ts', 'report/y.ts'],
  ['a report that knows the command line', 'report/j.ts', 'cli/y.ts'],
  ['product code that uses test fakes', 'engine/k.ts', 'testing/y.ts'],
];

/** What is wrong, the file, its text, the rule that finds it. */
const wrongFiles = [
  ['a name that says nothing', 'definition/string-utils.ts', 'export const x = 1;\n', 'ccp/file-name'],
  ['a name in camel case', 'definition/camelCase.ts', 'export const x = 1;\n', 'ccp/file-name'],
  ['a default export', 'definition/m.ts', 'export default 1;\n', 'import-x/no-default-export'],
  ['any', 'definition/n.ts', 'export const x: any = 1;\n', '@typescript-eslint/no-explicit-any'],
  ['a promise that nobody waits for', 'definition/o.ts', 'export function x(): void { Promise.resolve(1); }\n', '@typescript-eslint/no-floating-promises'],
  ['a file of more than 300 lines', 'definition/p.ts', 'export const x = 1;\n'.padEnd(400, '\n'), 'max-lines'],
  ['a process that others than the command line touch', 'engine/q.ts', 'export const x = process.pid;\n', 'no-restricted-globals'],
];

describe('one mistake in a file is found', () => {
  // One workspace for all: each lint loads TypeScript anew, which takes seconds.
  const files = {
    ...Object.fromEntries(wrongImports.map(([, , to]) => [core(to), 'export const y = 1;\n'])),
    ...Object.fromEntries(wrongImports.map(([, from, to]) => [core(from), `import { y } from '../${to}';\nexport const x = y;\n`])),
    ...Object.fromEntries(wrongFiles.map(([, path, text]) => [core(path), text])),
  };
  let found;
  beforeAll(async () => {
    found = await findings(files);
  });

  const expected = [...wrongImports.map(([what, from]) => [what, from, 'import-x/no-restricted-paths']), ...wrongFiles.map(([what, path, , rule]) => [what, path, rule])];
  test.each(expected)('%s', (_, path, rule) => {
    expect(found.filter((line) => line.startsWith(`ccp-core/src/${path} `))).toEqual([`ccp-core/src/${path} ${rule}`]);
  });

  test('and nothing else', () => {
    expect(found).toHaveLength(expected.length);
  });
});

test('a cycle is found within a package and across packages', async () => {
  expect(
    await findings({
      [core('index.ts')]: "export * from './definition/a.ts';\nexport * from './definition/up.ts';\n",
      [core('definition/a.ts')]: "import { b } from './b.ts';\nexport const a = () => b;\n",
      [core('definition/b.ts')]: "import { a } from './a.ts';\nexport const b = () => a;\n",
      [core('definition/up.ts')]: "import { s } from 'ccp-a';\nexport const up = () => s;\n",
      'packages/ccp-a/src/index.ts': "import { up } from 'ccp-core';\nexport const s = () => up;\n",
    }),
  ).toEqual([
    'ccp-a/src/index.ts import-x/no-cycle',
    'ccp-core/src/definition/a.ts import-x/no-cycle',
    'ccp-core/src/definition/b.ts import-x/no-cycle',
    'ccp-core/src/definition/up.ts import-x/no-cycle',
    'ccp-core/src/definition/up.ts no-restricted-imports',
    'ccp-core/src/index.ts import-x/no-cycle',
  ]);
});

test('services never import each other, and nobody reaches behind a public entry', async () => {
  expect(
    await findings({
      'packages/ccp-a/src/index.ts': "import { nothing } from 'ccp-b';\nexport const a = nothing;\n",
      'packages/ccp-a/src/deep.ts': "import { nothing } from '../../ccp-core/src/index.ts';\nexport const a = nothing;\n",
    }),
  ).toEqual(['ccp-a/src/deep.ts import-x/no-relative-packages', 'ccp-a/src/index.ts no-restricted-imports']);
});
