import { describe, expect, test } from '@jest/globals';
import { resolve } from 'node:path';
import { globalOptions } from './global-options.ts';

describe('options that every command takes', () => {
  test.each([
    [['--directory', 'env', 'cluster', 'status']],
    [['cluster', 'status', '--directory', 'env']],
    [['--set', 'a=1', '--directory=env', 'cluster', 'status', '--unknown']],
  ])('%j: the value of an option is not taken for the command', (argv) => {
    expect(globalOptions(argv)).toMatchObject({ directory: resolve('env'), word: 'cluster' });
  });

  test('what stands before the command wins over what a program behind it may mean', () => {
    expect(globalOptions(['--config', 'mine.yaml', 'kubectl', 'x', '--config', 'other.yaml']).file).toBe(resolve('mine.yaml'));
  });

  test('assignments add up; without options the current folder is used', () => {
    expect(globalOptions(['plan', '--set', 'a=1', '--set', 'b=2'])).toEqual({ directory: process.cwd(), file: undefined, sets: ['a=1', 'b=2'], word: 'plan', logFile: undefined, debug: false });
  });

  test('the environment is an assignment that wins over others, wherever it stands', () => {
    expect(globalOptions(['--environment', 'b', 'plan', '--set', 'environment.name=a']).sets).toEqual(['environment.name=a', 'environment.name="b"']);
    expect(globalOptions(['plan', '--environment', '7']).sets).toEqual(['environment.name="7"']);
  });

  test('faults are left to the real parse', () => {
    expect(globalOptions(['kubectl', 'get', 'pods', '-o', 'wide']).word).toBe('kubectl');
    expect(globalOptions(['--directory']).word).toBeUndefined();
  });
});
