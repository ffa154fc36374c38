import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { defineAction } from '../definition/index.ts';
import { CcpError } from '../diagnostics/index.ts';
import { sampleApp } from '../testing/index.ts';
import { parametersOf, readParameters } from './action-parameters.ts';

const parameters = z.strictObject({
  database: z.string().describe('Which one.'),
  count: z.int().min(1).default(3),
  force: z.boolean().default(false),
  mode: z.enum(['fast', 'safe']).default('safe'),
});
const action = defineAction({ name: 'backup', title: 'Back up', service: sampleApp, parameters, job: () => ({ command: ['backup'] }) });
const bare = defineAction({ name: 'bare', title: 'Bare', service: sampleApp, job: () => ({ command: ['x'] }) });

function faultsOf(words: string[]): string[] {
  try {
    readParameters(action, words);
    return [];
  } catch (fault) {
    if (!(fault instanceof CcpError)) throw fault;
    return [fault, ...fault.others].map(({ message, hint }) => `${message} ${hint ?? ''}`);
  }
}

describe('parameters', () => {
  test('get their types from what is written, and defaults', () => {
    expect(readParameters(action, ['database=7', 'count=5', 'force=true'])).toEqual({ database: '7', count: 5, force: true, mode: 'safe' });
    expect(readParameters(action, ['database=a=b'])).toMatchObject({ database: 'a=b' });
    expect(readParameters(bare, [])).toEqual({});
  });

  test('every fault is told in one go', () => {
    const faults = faultsOf(['forse=true', 'count=many', 'mode=slow', 'nothing', 'count=4']);
    expect(faults).toHaveLength(6);
    expect(faults.join('\n')).toMatch(/no parameter "forse" Did you mean "force"\?/);
    expect(faults.join('\n')).toMatch(/"nothing" is not name=value/);
    expect(faults.join('\n')).toMatch(/"count" is given twice/);
    for (const name of ['count', 'mode', 'database']) expect(faults.join('\n')).toContain(`parameter "${name}" of backup`);
  });

  test('an action without parameters takes none', () => {
    expect(() => readParameters(bare, ['a=1'])).toThrow(/has no parameter "a"/);
  });

  test('are shown with type, default and meaning', () => {
    expect(parametersOf(action)).toEqual([
      { name: 'database', type: 'string', required: true, default: undefined, description: 'Which one.' },
      { name: 'count', type: 'integer', required: false, default: 3, description: '' },
      { name: 'force', type: 'boolean', required: false, default: false, description: '' },
      { name: 'mode', type: 'fast|safe', required: false, default: 'safe', description: '' },
    ]);
  });
});
