import { expect, test } from '@jest/globals';
import { CcpError } from '../diagnostics/index.ts';
import { formatError } from './format-error.ts';

test('a fault shows code, place, evidence and hint', () => {
  const error = new CcpError('CONFIG_INVALID', 'unknown key "servces"', { where: { file: 'ccp.yaml', line: 3, column: 1 }, evidence: ['a\nb', 'c\n'], hint: 'did you mean "services"?' });
  expect(formatError(error)).toBe(
    ['error CONFIG_INVALID: unknown key "servces"', '  at ccp.yaml:3:1', '  | a', '  | b', '  | c', '  hint: did you mean "services"?'].join('\n'),
  );
});

test('all faults of one go are shown and counted', () => {
  const deepest = new CcpError('USAGE', 'third');
  const other = new CcpError('CATALOG_INVALID', 'second', { others: [deepest] });
  const text = formatError(new CcpError('CONFIG_INVALID', 'first', { others: [other] }));
  expect(text).toBe('error CONFIG_INVALID: first\n\nerror CATALOG_INVALID: second\n\nerror USAGE: third\n\n3 faults.');
});

test('an interruption is not called an error', () => {
  expect(formatError(new CcpError('INTERRUPTED', 'stopped by SIGINT', { hint: 'Run it again.' }))).toBe('stopped by SIGINT\n  hint: Run it again.');
});

test('any other error is a bug of ccp, its stack only on demand', () => {
  const error = new TypeError('x is undefined', { cause: new Error('deep') });
  expect(formatError(error)).toMatch(/^bug in ccp: TypeError: x is undefined\n {2}hint: .*--debug/);
  expect(formatError(error)).not.toContain('format-error.test');
  const debug = formatError(error, { debug: true });
  expect(debug).toContain('format-error.test');
  expect(debug).toContain('cause: deep');
});
