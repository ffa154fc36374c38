import { expect, test } from '@jest/globals';
import { parseOsloFile } from './oslo-file.ts';

test('reads as oslo.config does', () => {
  const text = `early = 1
[DEFAULT]
# debug = true
; debug = true
debug = true
levels = a=INFO,
  b=WARN

url: http://host:1/
name = "with blanks "
[section with blanks]
empty =
twice = 1
twice = 2
`;
  expect(parseOsloFile(text).map(({ section, option, value }) => [section, option, value])).toEqual([
    ['DEFAULT', 'early', '1'],
    ['DEFAULT', 'debug', 'true'],
    ['DEFAULT', 'levels', 'a=INFO,\nb=WARN'],
    ['DEFAULT', 'url', 'http://host:1/'],
    ['DEFAULT', 'name', 'with blanks '],
    ['section with blanks', 'empty', ''],
    ['section with blanks', 'twice', '1'],
    ['section with blanks', 'twice', '2'],
  ]);
});
