import { describe, expect, test } from '@jest/globals';
import { resolveSecrets, secretRef } from '../definition/index.ts';
import { fileChanges, type FileTexts } from './file-changes.ts';

const secrets = { resolve: (text: string) => resolveSecrets(text, () => 'S3cretValue'), redact: (text: string) => text.replaceAll('S3cretValue', '***') };
const url = `mysql://app:${secretRef('app.database-password').toString()}@store/app`;
const oslo = (before: string | undefined, after: string | undefined): FileTexts => ({ file: 'app.conf', format: 'oslo', before, after });

describe('files that differ', () => {
  test('the same content with secrets filled in is no difference', () => {
    expect(fileChanges([oslo('[database]\nconnection = mysql://app:S3cretValue@store/app\n', `[database]\nconnection = ${url}\n`)], secrets)).toEqual([]);
  });

  test('options are compared by section and name; what holds a secret, or may have, is not shown', () => {
    const before = '[database]\nconnection = mysql://app:OldPassw0rd@store/app\nretries = 1\n[token]\nexpiration = 60\n[old]\npassword = OldPassw0rd\n';
    const after = `[database]\nconnection = ${url}\nretries = 2\n[token]\nexpiration = 60\n[new]\nurl = ${url}\nplain = x\n`;
    const [change] = fileChanges([oslo(before, after)], secrets);
    expect(change).toEqual({
      file: 'app.conf',
      action: 'changed',
      lines: [],
      keys: [
        { path: 'database.connection', from: '***', to: '***' },
        { path: 'database.retries', from: '1', to: '2' },
        { path: 'new.plain', from: undefined, to: 'x' },
        { path: 'new.url', from: undefined, to: '***' },
        { path: 'old.password', from: '***', to: undefined },
      ],
    });
    expect(JSON.stringify(change)).not.toMatch(/OldPassw0rd|S3cretValue|@@secret/);
  });

  test('values on several lines and options that stand twice are whole', () => {
    const [change] = fileChanges([oslo('[a]\nlist = 1\n  2\nx = 1\nx = 2\n', '[a]\nlist = 1\n  3\nx = 1\nx = 2\n')], secrets);
    expect(change?.keys).toEqual([{ path: 'a.list', from: '1\n2', to: '1\n3' }]);
  });

  test('other files are shown line by line unless they hold a secret', () => {
    const text = (before: string, after: string): FileTexts => ({ file: 'x.ini', format: 'text', before, after });
    expect(fileChanges([text('a\nb\n', 'a\nc\n')], secrets)[0]?.lines).toEqual([' a', '-b', '+c']);
    expect(fileChanges([text('p=old\nb\n', `p=${url}\nc\n`)], secrets)[0]).toMatchObject({ action: 'changed', lines: [], keys: [] });
  });

  test('files come and go', () => {
    expect(fileChanges([oslo(undefined, 'a'), { ...oslo('a', undefined), file: 'gone' }], secrets).map(({ file, action }) => [file, action])).toEqual([
      ['app.conf', 'added'],
      ['gone', 'removed'],
    ]);
  });
});
