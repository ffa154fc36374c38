import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { chmod, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { text } from 'node:stream/consumers';
import { bootstrapRoot, mmdebstrapArguments } from './bootstrap.ts';

const root = { suite: 'trixie', include: ['ca-certificates', 'tzdata'], labels: {} };
const mirrors = { debian: 'http://user:pw@m.example/debian', debianSecurity: 'http://s.example/debian-security' };

describe('words after mmdebstrap', () => {
  test('the wanted release from the sources on stdin with the options of a file, and nothing of them left behind', () => {
    const words = mmdebstrapArguments(root, true, "/tmp/it's/apt.conf");
    expect(words.slice(words.indexOf('trixie'))).toEqual(['trixie', '-', '-']);
    expect(words).toContain('--variant=minbase');
    expect(words).toContain('--include=ca-certificates,tzdata');
    expect(words).toContain(String.raw`--setup-hook=upload '/tmp/it'\''s/apt.conf' /etc/apt/apt.conf.d/99ccp-host`);
    const removed = words.find((word) => word.startsWith('--customize-hook='))?.split(/ /);
    expect(removed).toEqual(expect.arrayContaining(['etc/apt/sources.list', 'etc/apt/apt.conf.d/99mmdebstrap', 'etc/apt/apt.conf.d/99ccp-host']));
  });

  test("without sources Debian's own are taken and stay", () => {
    const words = mmdebstrapArguments({ ...root, include: [] }, false);
    expect(words.slice(words.indexOf('trixie'))).toEqual(['trixie', '-']);
    expect(words.join(' ')).not.toContain('--include');
    expect(words.join(' ')).not.toContain('--setup-hook');
    expect(words.join(' ')).not.toContain('etc/apt/sources.list');
  });
});

describe('making a root', () => {
  const path = env['PATH'];
  let folder: string;

  /** Puts programs before those of the host: that one, `others`, and what says how it is run. It writes down where it works. */
  async function mmdebstrap(script: string, others: Readonly<Record<string, string>> = {}): Promise<void> {
    for (const [name, lines] of Object.entries({ mmdebstrap: `printf "%s" "$TMPDIR" >${folder}/place\n${script}`, newuidmap: '', sudo: 'exit 1', ...others })) {
      await writeFile(join(folder, name), `#!/bin/sh\n[ "$1" = --version ] && exit\n${lines}\n`);
      await chmod(join(folder, name), 0o755);
    }
  }

  /** The folder in which it worked. */
  async function place(): Promise<string> {
    return readFile(join(folder, 'place'), 'utf8');
  }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ccp-programs-'));
    env['PATH'] = `${folder}:${path}`;
  });
  afterEach(async () => {
    env['PATH'] = path;
    await rm(folder, { recursive: true });
  });

  async function make(stop?: AbortController): Promise<{ readonly tar: string; readonly steps: readonly string[]; readonly warnings: readonly string[] }> {
    const steps: string[] = [];
    const warnings: string[] = [];
    let tar = '';
    await bootstrapRoot(root, async (stream) => void (tar = await text(stream)), {
      signal: (stop ?? new AbortController()).signal,
      events(event) {
        if (event.type === 'message' && event.level === 'warning') warnings.push(event.text);
      },
      mirrors,
      onProgress(progress) {
        if (progress.kind === 'step') steps.push(progress.text);
        stop?.abort();
      },
    });
    return { tar, steps, warnings };
  }

  test('hands over what mmdebstrap wrote, tells its steps, and leaves nothing behind', async () => {
    await mmdebstrap('echo "I: extracting archives..." >&2\necho left >"$TMPDIR/left"\nprintf "%s" "tar of $SOURCE_DATE_EPOCH"');
    const { tar, steps, warnings } = await make();
    expect(warnings).toEqual([]);
    expect(tar).toBe('tar of 1767225600');
    expect(steps).toEqual(['extracting archives...', 'import the root file system']);
    await expect(readdir(await place())).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('names the folder when it cannot be removed, and how to', async () => {
    await mmdebstrap('', { rm: 'exit 1' });
    const { warnings } = await make();
    expect(warnings).toEqual([expect.stringContaining(`sudo rm -rf --one-file-system ${await place()}`)]);
    await rm(await place(), { recursive: true });
  });

  test('passwords of mirrors and proxies reach it, but never its words', async () => {
    await mmdebstrap('for word; do echo "word $word"; done\ncat\nls -l "$TMPDIR/apt.conf" | cut -c1-10\ncat "$TMPDIR/apt.conf"', { 'apt-config': `echo 'Acquire::http::Proxy "http://user:pw@p.example/";'` });
    const lines = (await make()).tar.split('\n');
    const words = lines.filter((line) => line.startsWith('word '));
    expect(words.filter((word) => word.includes('pw'))).toEqual([]);
    expect(words.some((word) => /^word --setup-hook=upload '.*\/apt\.conf' /.test(word))).toBe(true);
    expect(lines.slice(words.length)).toEqual([
      'deb http://user:pw@m.example/debian trixie main',
      'deb http://user:pw@m.example/debian trixie-updates main',
      'deb http://s.example/debian-security trixie-security main',
      '-rw-------',
      'Acquire::http::Proxy "http://user:pw@p.example/";',
      '',
    ]);
  });

  test('that fails shows the last lines', async () => {
    await mmdebstrap('echo "E: no such suite" >&2\nexit 25');
    await expect(make()).rejects.toMatchObject({ code: 'BUILD_FAILED', message: 'mmdebstrap ended with 25.', evidence: ['E: no such suite'] });
  });

  test('is ended with all that it started, and leaves nothing behind', async () => {
    // The test would wait for the sleeper, too, which holds the output open.
    await mmdebstrap('echo "I: working" >&2\nsleep 600');
    await expect(make(new AbortController())).rejects.toMatchObject({ code: 'INTERRUPTED' });
    await expect(readdir(await place())).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('is not begun when it was stopped before', async () => {
    const stop = new AbortController();
    stop.abort();
    await mmdebstrap('');
    await expect(make(stop)).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });
});
