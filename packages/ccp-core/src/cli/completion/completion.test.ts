import { describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { buildProgram } from '../program.ts';
import { completions } from './completions.ts';
import { completionScript, shells } from './scripts.ts';

const run = async (): Promise<void> => undefined;
const program = buildProgram('1', [
  { name: 'plan', summary: 'x', options: [{ flags: '--check', description: 'x' }], run },
  { name: 'images list', summary: 'x', run },
  { name: 'images tree', summary: 'x', run },
  { name: 'logs', summary: 'x', arguments: [{ flags: '<service>', description: 'x' }], run },
]);
const found = completions(program, ['keystone', 'mariadb']);

function words(command: string): readonly string[] | undefined {
  return found.find((item) => item.command === command)?.words;
}

describe('words that may follow', () => {
  test('commands, sub-commands, options and services', () => {
    expect(words('')).toEqual(expect.arrayContaining(['plan', 'images', 'logs', '--config', '--version']));
    expect(words('images')).toEqual(expect.arrayContaining(['list', 'tree']));
    expect(words('plan')).toEqual(expect.arrayContaining(['--check', '--help']));
    expect(words('logs')).toEqual(expect.arrayContaining(['keystone', 'mariadb']));
    expect(words('plan')).not.toContain('keystone');
    expect(words('-o')).toEqual(['table', 'json', 'yaml', 'name']);
  });
});

describe('scripts', () => {
  test.each(shells)('%s: every command stands in it', (shell) => {
    const script = completionScript(shell, found);
    for (const { command } of found) expect(script).toContain(`'${command}'`);
  });

  test.each([
    [['ccp', 'im'], ['images']],
    [['ccp', 'images', ''], ['--help', 'list', 'tree']],
    [['ccp', 'logs', 'k'], ['keystone']],
    [['ccp', 'plan', '-o', 'j'], ['json']],
    [['ccp', '--debug', 'plan', '--ch'], ['--check']],
  ])('bash completes %j with %j', (line, expected) => {
    const program = `${completionScript('bash', found)}\nCOMP_WORDS=(${line.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${line.length - 1}; _ccp; printf '%s\\n' "\${COMPREPLY[@]}"`;
    expect(execFileSync('bash', ['-c', program], { encoding: 'utf8' }).trim().split('\n')).toEqual(expect.arrayContaining(expected));
  });
});
