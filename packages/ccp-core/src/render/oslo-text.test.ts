import { describe, expect, test } from '@jest/globals';
import type { OsloOverride, OsloValue } from '../config/index.ts';
import { resolveSecrets, secretRef } from '../definition/index.ts';
import { osloText } from './oslo-text.ts';

const base = `[DEFAULT]
# How much is told.
debug = false

[database]
connection = a
  continued
connection_recycle_time: 300
[pci]
alias = one
# between
alias = two
`;
const set = (section: string, option: string, value: OsloValue): OsloOverride => ({ file: 'x.conf', section, option, value, where: {} });
const write = (...overrides: OsloOverride[]): string => osloText(base, overrides);

describe('options', () => {
  test.each([
    ['an option is replaced where it stands', set('DEFAULT', 'debug', true), base.replace('debug = false', 'debug = true')],
    ['with the lines that continue it', set('database', 'connection', 'b'), base.replace('connection = a\n  continued', 'connection = b')],
    ['written with a colon, too', set('database', 'connection_recycle_time', 60), base.replace('connection_recycle_time: 300', 'connection_recycle_time = 60')],
    ['null takes every occurrence out, comments stay', set('pci', 'alias', null), base.replace('alias = one\n', '').replace('alias = two\n', '')],
    ['null of what is not there changes nothing', set('pci', 'other', null), base],
    ['a new option ends its section', set('DEFAULT', 'use_stderr', false), base.replace('debug = false\n', 'debug = false\nuse_stderr = false\n')],
    ['a new section ends the file', set('token', 'expiration', 5), `${base}\n[token]\nexpiration = 5\n`],
    ['a list is one value with commas', set('DEFAULT', 'levels', ['a=1', 'b=2']), base.replace('debug = false\n', 'debug = false\nlevels = a=1,b=2\n')],
    ['multi is one line per item, in the place of all', set('pci', 'alias', { multi: ['x', 'y', 'z'] }), base.replace('alias = one', 'alias = x\nalias = y\nalias = z').replace('# between\nalias = two\n', '# between\n')],
    ['blanks at the ends and quotes survive what oslo strips', set('DEFAULT', 'debug', ' a '), base.replace('debug = false', 'debug = " a "')],
    ['a value in quotes', set('DEFAULT', 'debug', "'a'"), base.replace('debug = false', `debug = "'a'"`)],
  ])('%s', (_, override, expected) => {
    expect(write(override)).toBe(expected);
  });

  test('several at once do not disturb each other', () => {
    const text = write(set('token', 'a', 1), set('token', 'b', 2), set('DEFAULT', 'debug', null), set('DEFAULT', 'log', 'x'));
    expect(text).toContain('[token]\na = 1\nb = 2\n');
    expect(text).toContain('[DEFAULT]\n# How much is told.\nlog = x\n\n[database]');
  });

  test('the same option of another section is left alone', () => {
    expect(write(set('other', 'debug', true))).toBe(`${base}\n[other]\ndebug = true\n`);
  });
});

describe('secrets', () => {
  test.each(['pa$$word', '"quoted"', "'x'", ' blanks ', '$my_ip', 'a#b;c', '%s'])('%j arrives as oslo.config reads it', (value) => {
    const text = osloText(`[a]\npassword = ${secretRef('a.b').toString()}\n`, []);
    expect(osloReads(resolveSecrets(text, () => value))).toBe(value);
  });

  test('in a URL they keep the escape of the URL', () => {
    const text = `[a]\nurl = x://u:${secretRef('a.b', 'url').toString()}@h\n`;
    expect(osloText(text, [])).toBe(text);
  });
});

/** The value of the only option, by oslo.config's rules: blanks go, then one pair of quotes; `$$` is `$`. */
function osloReads(text: string): string {
  const value = (text.split('\n')[1] ?? '').replace(/^[^=]*=/, '').trim();
  const inner = /^(["']).*\1$/.test(value) ? value.slice(1, -1) : value;
  expect(inner.replaceAll('$$', '')).not.toContain('$');
  return inner.replaceAll('$$', '$');
}
