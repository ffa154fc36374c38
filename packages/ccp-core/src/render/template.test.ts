import { describe, expect, test } from '@jest/globals';
import { secretRef } from '../definition/index.ts';
import { renderTemplate } from './template.ts';

const render = (text: string, variables: Record<string, unknown>): string => renderTemplate({ file: 'x.hbs', text }, variables);

describe('templates', () => {
  test('values go in as they are, secrets as markers', () => {
    expect(render('a = {{a.b}}\np = {{p}}', { a: { b: '<&>' }, p: secretRef('app.password') })).toBe('a = <&>\np = @@secret:app.password:none@@');
  });

  test('falsy values are values', () => {
    expect(render('{{n}} {{f}}', { n: 0, f: false })).toBe('0 false');
  });

  test.each([
    ['a missing variable', 'a\nb = {{ config.nope }}\n', 2, /nope/],
    ['a missing section', '{{nothing.at.all}}', 1, /nothing/],
    ['a helper that does not exist', '{{shout config}}', 1, /shout/],
    ['broken syntax', 'a\n{{#if x}}\n', 3, /./],
  ])('%s is a fault with its place', (_, text, line, message) => {
    expect(() => render(text, { config: {} })).toThrow(expect.objectContaining({ code: 'TEMPLATE_INVALID', where: expect.objectContaining({ file: 'x.hbs', line }) as unknown, message: expect.stringMatching(message) as unknown }));
  });
});
