import { describe, expect, test } from '@jest/globals';
import { CcpError } from '../diagnostics/index.ts';
import type { RegistryQuestion } from '../engine/contracts.ts';
import { withPatience } from './registry-patience.ts';

const silent = (cause: unknown): CcpError => new CcpError('REGISTRY_UNREACHABLE', 'silent', { cause });
const late = silent(new DOMException('late', 'TimeoutError'));
const cut = silent(new TypeError('fetch failed'));

/** How often a registry that meets `fault` is asked, and what is thrown. */
async function calls(fault: CcpError, asking: RegistryQuestion, onCall: () => void = () => undefined): Promise<[number, unknown]> {
  let count = 0;
  const result = await withPatience(async () => {
    count++;
    onCall();
    throw fault;
  }, asking).catch((thrown: unknown) => thrown);
  return [count, result];
}

describe('a registry that gives no answer', () => {
  test.each([
    ['a connection that was cut is made once more', cut, 2],
    ['one that was waited for is not waited for again', late, 1],
  ])('whose answer can be done without: %s', async (_, fault, times) => {
    expect(await calls(fault, { optional: true })).toEqual([times, fault]);
  });

  test('is not asked again when the command is stopped meanwhile', async () => {
    const stop = new AbortController();
    const reason = new CcpError('INTERRUPTED', 'stopped by SIGINT');
    expect(await calls(cut, { signal: stop.signal }, () => stop.abort(reason))).toEqual([1, reason]);
  });

  test('is not waited for in a pause when the command is stopped', async () => {
    const stop = new AbortController();
    const [count, fault] = await calls(cut, { signal: stop.signal }, () => setImmediate(() => stop.abort()));
    expect([count, fault]).toEqual([1, expect.objectContaining({ code: 'INTERRUPTED' })]);
  });
});
