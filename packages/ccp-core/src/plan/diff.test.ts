import { expect, test } from '@jest/globals';
import { diffObjects } from './diff.ts';

test.each([
  ['an option by its key', { ldap: { password: 'a', user: 'b' } }, { ldap: { password: 'c', user: 'd' } }, [{ path: 'ldap.password', from: '***', to: '***' }, { path: 'ldap.user', from: 'b', to: 'd' }]],
  ['a variable by its name', { env: [{ name: 'X_TOKEN', value: 'a' }, { name: 'X', value: 'b' }] }, { env: [{ name: 'X_TOKEN', value: 'c' }, { name: 'X', value: 'd' }] }, [{ path: 'env.0.value', from: '***', to: '***' }, { path: 'env.1.value', from: 'b', to: 'd' }]],
  ['a variable that is new', { env: [] }, { env: [{ name: 'X_TOKEN', value: 'c' }] }, [{ path: 'env', from: [], to: [{ name: 'X_TOKEN', value: '***' }] }]],
  ['an item of a list', { tokens: ['a', 'b'] }, { tokens: ['a', 'c'] }, [{ path: 'tokens.1', from: '***', to: '***' }]],
  ['text that is JSON', { note: '{"password":"a"}' }, { note: '{"password":"c"}' }, [{ path: 'note', from: '{"password":"***"}', to: '{"password":"***"}' }]],
])('a secret that differs is shown only to differ: %s', (_, live, desired, changes) => {
  expect(diffObjects(live, desired)).toEqual(changes);
});
