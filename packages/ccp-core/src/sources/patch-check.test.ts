import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { env } from 'node:process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BuildFile, PatchFile } from '../engine/contracts.ts';
import { checkPatches } from './patch-check.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ccp-patch-'));
});
afterEach(() => rm(folder, { recursive: true }));

const lines = Array.from({ length: 30 }, (_, i) => `line ${i + 1}\n`).join('');
const tree: BuildFile[] = [{ path: 'pkg/a.py', mode: 0o644, content: Buffer.from(lines) }];

/** A patch with one hunk for each line number, with a line of context around it. */
function patchText(edits: readonly (readonly [number, string, string])[]): string {
  const hunks = edits.map(([at, from, to]) => `@@ -${at - 1},3 +${at - 1},3 @@\n line ${at - 1}\n-${from}\n+${to}\n line ${at + 1}\n`);
  return `--- a/pkg/a.py\n+++ b/pkg/a.py\n${hunks.join('')}`;
}

async function patch(name: string, text: string): Promise<PatchFile> {
  const file = join(folder, name);
  await writeFile(file, text);
  return { name, sha256: name, file };
}

let reads = 0;
async function check(...patches: PatchFile[]): Promise<void> {
  await checkPatches(patches, { cache: join(folder, 'checked'), env, identity: 'tree', readTree: async () => (reads++, tree) });
}

describe('patches', () => {
  test('that apply after each other are good, and are not tried again', async () => {
    const both = [await patch('1.patch', patchText([[3, 'line 3', 'three']])), await patch('2.patch', patchText([[3, 'three', 'drei']]))];
    await check(...both);
    reads = 0;
    await check(...both);
    expect(reads).toBe(0);
  });

  test('that do not apply name file, hunk and place in the patch', async () => {
    const bad = await patch('bad.patch', patchText([[3, 'line 3', 'three'], [20, 'no such line', 'x']]));
    await expect(check(bad)).rejects.toMatchObject({
      code: 'PATCH_FAILED',
      message: 'bad.patch does not apply: hunk 2 of pkg/a.py (@@ -19,3 +19,3 @@)',
      where: { file: bad.file, line: 8 },
    });
  });

  test('that change nothing are faults: applied already, or empty', async () => {
    const done = await patch('done.patch', patchText([[3, 'three', 'line 3']]));
    await expect(check(done)).rejects.toMatchObject({ code: 'PATCH_FAILED', message: 'done.patch changes nothing: the source has it already' });
    await expect(check(await patch('empty.patch', 'only words\n'))).rejects.toMatchObject({ code: 'PATCH_FAILED', message: 'empty.patch changes nothing' });
  });

  test('without the files only the patches are looked at', async () => {
    const bad = await patch('bad.patch', patchText([[20, 'no such line', 'x']]));
    await checkPatches([bad], { cache: folder, env, identity: '', readTree: undefined });
  });
});
