import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { BuildProgress } from '../engine/contracts.ts';
import { BuildTranscript, stepText } from './build-progress.ts';

/** Answer of Docker 20.10 (BuildKit 0.8) to a build whose second step fails after 25 lines. */
const recorded = readFileSync(new URL('../../test/fixtures/failed-build.jsonl', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => JSON.parse(line) as { id?: string; aux?: string });

function replay(): { transcript: BuildTranscript; told: BuildProgress[] } {
  const told: BuildProgress[] = [];
  const transcript = new BuildTranscript((progress) => told.push(progress));
  for (const message of recorded) if (message.id === 'moby.buildkit.trace') transcript.add(message.aux ?? '');
  return { transcript, told };
}

describe('transcript of a recorded build', () => {
  test('tells steps by what they do, each once', () => {
    const steps = replay().told.filter((progress) => progress.kind === 'step').map((progress) => progress.text);
    expect(steps).toEqual(['[2/3] first', '[3/3] make the thing']);
  });

  test('tells whole lines, also of text that came in parts', () => {
    const lines = replay().told.filter((progress) => progress.kind === 'log').map((progress) => progress.text);
    expect(lines.slice(0, 4)).toEqual(['one', 'héllo', 'partial', 'line 1']);
    expect(lines.at(-1)).toBe('broken');
  });

  test('keeps the last 20 lines of the step that failed', () => {
    const { failed } = replay().transcript;
    expect(failed).toMatchObject({ step: '[3/3] make the thing', message: 'exit code: 3' });
    expect(failed?.lines).toHaveLength(20);
    expect(failed?.lines.slice(-2)).toEqual(['line 25', 'broken']);
  });
});

describe('text of a step', () => {
  test.each([
    ['[final 2/3] RUN --mount=type=cache,id=a,target=/b ["/bin/sh","-euc","# say \\"hi\\"\\nexport A=1\\necho"]', '[2/3] say "hi"'],
    ['[work  1/12] FROM ccp.local/ccp/base:1', '[work 1/12] FROM ccp.local/ccp/base:1'],
    ['exporting to image', 'exporting to image'],
    [`[final 2/2] RUN ${'x'.repeat(200)}`, `[2/2] RUN ${'x'.repeat(95)}…`],
  ])('%s', (name, text) => {
    expect(stepText(name)).toBe(text);
  });
});
