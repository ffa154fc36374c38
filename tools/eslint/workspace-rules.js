import js from '@eslint/js';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';
import { fileName } from './file-name.js';
import { coreZones, forbiddenPackages } from './layers.js';
import { workspacePackages } from './packages.js';

const tests = ['**/*.test.{ts,js}', '**/test/**', '**/e2e/**'];

/** Where the process may be touched: the command line, and programs that run in containers. */
const programs = ['packages/ccp-core/src/cli/**', 'packages/ccp-tests/**', 'packages/*/{program,registration,accounts,upload}/main.ts', ...tests];

const sizeRules = {
  'max-lines': ['error', { max: 300 }],
  'max-lines-per-function': ['error', { max: 50 }],
  complexity: ['error', { max: 10 }],
};

const importRules = {
  'import-x/no-cycle': 'error',
  'import-x/no-self-import': 'error',
  'import-x/no-relative-packages': 'error',
  'import-x/no-default-export': 'error',
  'import-x/no-unresolved': 'error',
};

const typedRules = {
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-non-null-assertion': 'error',
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': 'error',
  '@typescript-eslint/await-thenable': 'error',
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  // `typeof import('x')` is how heavy clients are typed without being loaded.
  '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
};

/** Rules for every source file, whatever its language. */
function sourceRules() {
  return {
    files: ['**/*.{ts,js}'],
    plugins: { 'import-x': importX, ccp: { rules: { 'file-name': fileName } } },
    settings: {
      'import-x/extensions': ['.ts', '.js'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
      // Without our own condition an import of another package would end in its dist, and no cycle would be seen.
      'import-x/resolver-next': [createTypeScriptImportResolver({ conditionNames: ['@ccp/source', 'types', 'import', 'node', 'default'] })],
    },
    rules: { ...sizeRules, ...importRules, 'ccp/file-name': 'error' },
  };
}

/** @param {string} root */
function typedSourceRules(root) {
  return {
    files: ['packages/**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: root } },
    rules: {
      ...typedRules,
      'no-restricted-globals': ['error', { name: 'process', message: 'Only the command line touches the process; hand in what is needed.' }],
    },
  };
}

/** Packages meet only through their public entries, and only in the directions that their kinds allow. */
function packageRules({ name, folder, kind }, packages) {
  const forbidden = forbiddenPackages(kind, packages).filter((other) => other !== name);
  return {
    files: [`${folder}/**/*.ts`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            ...forbidden.map((other) => ({ name: other, message: `A package of kind ${kind} may not import ${other}.` })),
            ...(kind === 'core' || kind === 'tests' ? [] : [{ name: 'node:process', message: 'Only the command line touches the process.' }]),
          ],
          patterns: [{ regex: '^ccp-[a-z-]+/(?!testing$|package\\.json$)', message: 'Import a package through its public entry.' }],
        },
      ],
    },
  };
}

/** @param {string} root */
function layerRules(root) {
  return {
    files: ['packages/ccp-core/src/**/*.ts'],
    ignores: tests,
    rules: { 'import-x/no-restricted-paths': ['error', { basePath: root, zones: coreZones('packages/ccp-core/src') }] },
  };
}

/**
 * The lint rules of a workspace. All patterns are relative to its folder: eslint must be run there.
 *
 * @param {string} root Absolute path of the workspace.
 */
export function workspaceRules(root) {
  const packages = workspacePackages(root);
  return [
    { ignores: ['**/dist/**', '**/node_modules/**', '**/coverage/**', 'packages/*/image/**'] },
    { linterOptions: { reportUnusedDisableDirectives: 'error' } },
    js.configs.recommended,
    {
      files: ['**/*.js'],
      languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly', setTimeout: 'readonly', performance: 'readonly' } },
    },
    ...tseslint.configs.recommended.map((config) => ({ ...config, files: ['**/*.ts'] })),
    sourceRules(),
    typedSourceRules(root),
    ...packages.map((each) => packageRules(each, packages)),
    layerRules(root),
    { files: programs, rules: { 'no-restricted-globals': 'off' } },
    { files: tests, rules: { 'max-lines-per-function': 'off', '@typescript-eslint/no-non-null-assertion': 'off' } },
    { files: ['**/*.config.js'], rules: { 'import-x/no-default-export': 'off', 'import-x/no-relative-packages': 'off' } },
  ];
}
