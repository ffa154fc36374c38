import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { namesIn, outputForms, printResult, type OutputForm } from './output.ts';

function printed(output: OutputForm, value: unknown, names?: readonly string[]): string {
  let text = '';
  printResult({ output, write: (more) => (text += more) }, value, () => 'TABLE', names);
  return text;
}

describe('forms of a result', () => {
  const value = { ready: true, missing: undefined, services: [{ service: 'a', image: 'x' }, { service: 'b' }] };

  test('json and yaml hold the same', () => {
    expect(JSON.parse(printed('json', value))).toEqual(parse(printed('yaml', value)));
    expect(printed('table', value)).toBe('TABLE\n');
  });

  test('yaml repeats what is shared instead of pointing at it', () => {
    const shared = { a: 1 };
    expect(printed('yaml', [shared, shared])).toBe('- a: 1\n- a: 1\n');
  });

  test('names are those of the command, else of the first list', () => {
    expect(printed('name', value, ['x', 'y'])).toBe('x\ny\n');
    expect(printed('name', value)).toBe('a\nb\n');
    expect(printed('name', [])).toBe('');
  });

  test.each([
    [['a', 'b'], ['a', 'b']],
    [[{ id: 1, name: 'n', other: 'o' }], ['n']],
    [{ openrc: '/x/openrc', clouds: '/x/clouds' }, ['/x/openrc']],
    [{ images: [{ name: 'i' }], services: [{ service: 's' }] }, ['i']],
  ])('names in %j are %j', (result, names) => {
    expect(namesIn(result)).toEqual(names);
  });

  test('every form prints every kind of value', () => {
    for (const form of outputForms) expect(() => [printed(form, []), printed(form, {}), printed(form, 'text')]).not.toThrow();
  });
});
