import { expect, test } from '@jest/globals';
import { split, type Closure } from './split.ts';

const closure = (project: string, role: Closure['role'], ...names: string[]): Closure => ({
  project,
  distribution: `os-${project}`,
  role,
  names: new Set([`os-${project}`, ...names]),
});

test('what two services need is common; tools have no say, and no project is a library of itself', () => {
  const result = split([
    closure('image', 'service', 'db', 'web', 'boto', 'os-identity'),
    closure('identity', 'service', 'db', 'web', 'saml', 'os-identity'),
    closure('client', 'tool', 'web', 'saml', 'plugin'),
  ]);
  expect(result.common).toEqual(['db', 'web']);
  expect(result.deltas).toEqual({ image: ['boto', 'os-identity'], identity: ['saml'], client: ['plugin', 'saml'] });
});
