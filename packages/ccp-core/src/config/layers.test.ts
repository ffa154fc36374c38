import { describe, expect, test } from '@jest/globals';
import { hasPath, leavesOf, valueAt, type KeyPath } from './key-path.ts';
import { originIn, type Layer } from './layer.ts';
import { deepMerge } from './merge.ts';
import { redacted, secretTexts } from './redact.ts';

/** The same numbers in every run (a linear congruential generator, Numerical Recipes). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function randomMap(next: (below: number) => number, depth: number, name: string): Record<string, unknown> {
  const keys = ['a', 'b', 'c'].filter(() => next(3) > 0);
  return Object.fromEntries(keys.map((key) => [key, depth > 0 && next(2) === 0 ? randomMap(next, depth - 1, name) : next(4) === 0 ? [name, key] : next(6) === 0 ? null : `${name}${next(9)}`]));
}

function layer(value: unknown, name: string): Layer {
  return { kind: 'document', value, find: (path: KeyPath) => (hasPath(value, path) ? { file: name } : undefined) };
}

describe('merging layers', () => {
  const runs = Array.from({ length: 200 }, (_, i) => i);

  test.each(runs)('run %i: the last layer wins, nothing is lost, and each value comes from the layer that is said', (seed) => {
    const next = numbers(seed + 1);
    const values = ['x', 'y', 'z'].map((name) => randomMap(next, 3, name));
    const before = JSON.stringify(values);
    const layers = values.map((value, i) => layer(value, String(i)));
    const merged = values.reduce<unknown>((under, over) => deepMerge(under, over), {});
    for (const { path, value } of leavesOf(values[2]).filter(({ path }) => path.length > 0)) if (JSON.stringify(value) !== '{}') expect(valueAt(merged, path)).toEqual(value);
    for (const key of values.flatMap((value) => Object.keys(value))) expect(merged).toHaveProperty(key);
    for (const { path, value } of leavesOf(merged).filter(({ path }) => path.length > 0)) {
      const origin = originIn(layers, path)?.file;
      expect(valueAt(values[Number(origin)], path)).toEqual(value);
    }
    expect(deepMerge(merged, merged)).toEqual(merged);
    expect(deepMerge(deepMerge(values[0], values[1]), values[2])).toEqual(merged);
    expect(JSON.stringify(values)).toBe(before);
  });
});

describe('redaction', () => {
  test.each<[KeyPath, unknown, unknown]>([
    [['registry', 'password'], 'x', '***'],
    [['registry', 'username'], 'x', 'x'],
    [['x', 'adminPassword'], 'x', '***'],
    [['files', 'a.conf', 'DEFAULT', 'transport_url'], 'rabbit://u:p@h/', 'rabbit://u:***@h/'],
    [['a', 'secret_key'], 'x', '***'],
    [['a', 'clientSecret'], 'x', '***'],
    [['config', 'tokenExpiration'], 7200, 7200],
    [['a', 'useToken'], true, true],
    [['secrets', 'file'], 'secrets.yaml', 'secrets.yaml'],
    [['tokens'], ['a', 'b'], ['***', '***']],
    [[], { a: { privateKey: 'k' } }, { a: { privateKey: '***' } }],
    [['passwords'], { multi: ['a', 'b'] }, { multi: ['***', '***'] }],
    [['env'], [{ name: 'X_PASSWORD', value: 'x' }, { name: 'X_USER', value: 'u' }], [{ name: 'X_PASSWORD', value: '***' }, { name: 'X_USER', value: 'u' }]],
    [['annotations'], { x: '{"files":{"a.conf":{"ldap":{"password":"x","user":"u"}}}}' }, { x: '{"files":{"a.conf":{"ldap":{"password":"***","user":"u"}}}}' }],
    [['annotations'], { x: '{ "a": 1 }', y: '[not JSON' }, { x: '{ "a": 1 }', y: '[not JSON' }],
  ])('%j', (path, value, expected) => {
    expect(redacted(path, value)).toEqual(expected);
  });

  test('what is hidden, as texts', () => {
    expect(secretTexts({ a: { password: 'x', user: 'u' }, url: 'rabbit://u:p@h/', pins: { token: 7 } })).toEqual(['x', 'p', '7']);
  });
});
