import { expect, test } from '@jest/globals';
import type { EngineEvent } from '../definition/index.ts';
import { CcpError } from '../diagnostics/index.ts';
import { fakeSources } from '../testing/fake-sources.ts';
import { resolveSources, type SourceTask } from './resolve-sources.ts';

const task = (project: string): SourceTask => ({ project, where: { file: 'ccp.yaml', line: 3 }, request: { kind: 'git', url: project, ref: 'HEAD', baseVersion: '1' } });
const found = { identity: 'c1', version: '1' };
const fault = (line: string): CcpError => new CcpError('SOURCE_FAILED', 'cannot be read', { evidence: [line], hint: 'h' });

function options(events: EngineEvent[] = []): Parameters<typeof resolveSources>[2] {
  return { events: (event) => events.push(event), signal: new AbortController().signal, retryDelayMs: 1 };
}

test('one that fails keeps none back, and its fault says where', async () => {
  const store = { ...fakeSources(), resolve: async ({ url }: { url: string }) => (url === 'bad' ? Promise.reject(fault('fatal: no')) : found) } as unknown as ReturnType<typeof fakeSources>;
  const result = await resolveSources([task('bad'), task('good')], store, options());
  expect([...result.found.keys()]).toEqual(['good']);
  expect(result.faults).toMatchObject([{ code: 'SOURCE_FAILED', message: 'source of bad: cannot be read', where: { line: 3 }, hint: 'h' }]);
});

test('a network fault is tried again, and told; others are not', async () => {
  let tries = 0;
  const events: EngineEvent[] = [];
  const store = { ...fakeSources(), resolve: async () => (++tries < 3 ? Promise.reject(fault('fatal: unable to access: Could not resolve host: x')) : found) };
  await resolveSources([task('a')], store, options(events));
  expect(tries).toBe(3);
  expect(events.filter((event) => event.type === 'work-step' && event.text.startsWith('network fault'))).toHaveLength(2);
  tries = 0;
  const lasting = { ...fakeSources(), resolve: async () => (tries++, Promise.reject(fault('fatal: repository not found'))) };
  expect((await resolveSources([task('a')], lasting, options())).faults).toHaveLength(1);
  expect(tries).toBe(1);
});
