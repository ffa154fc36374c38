import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { env } from 'node:process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { appendFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { execa } from 'execa';
import { pack } from 'tar-stream';
import type { SourceRequest, SourceStore } from '../engine/contracts.ts';
import { connectSources } from './source-store.ts';

// Each test runs git dozens of times, which a busy machine makes slow.
jest.setTimeout(60_000);

let folder: string;
let repository: string;
let store: SourceStore;
const { signal } = new AbortController();
const gitEnv = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@b', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@b' };

async function git(...args: string[]): Promise<string> {
  return (await execa('git', args, { cwd: repository, env: gitEnv })).stdout;
}

async function commit(text: string): Promise<string> {
  await appendFile(join(repository, 'module.py'), text);
  await git('add', '--all');
  await git('commit', '--quiet', '--message', text.trim());
  return git('rev-parse', 'HEAD');
}

function request(ref = 'HEAD', url = repository): SourceRequest {
  return { kind: 'git', url, ref, baseVersion: '1.0.0' };
}

function freshStore(): SourceStore {
  return connectSources({ ...env, XDG_CACHE_HOME: join(folder, 'cache') });
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ccp-sources-'));
  repository = join(folder, 'project');
  await mkdir(repository);
  await writeFile(join(repository, 'setup.py'), '');
  await git('init', '--quiet', '--initial-branch', 'main');
  store = freshStore();
});
afterEach(() => rm(folder, { recursive: true }));

describe('git', () => {
  test('branch, tag, commit, shortened commit and review lead to their commits', async () => {
    const first = await commit('one\n');
    await git('tag', '2.0.0');
    await git('update-ref', 'refs/changes/34/1234/5', first);
    const second = await commit('two\n');
    const found = async (ref: string): Promise<string> => (await store.resolve(request(ref), signal)).identity;
    expect(await found('HEAD')).toBe(second);
    expect(await found('main')).toBe(second);
    expect(await found('2.0.0')).toBe(first);
    expect(await found(first)).toBe(first);
    expect(await found(first.slice(0, 9))).toBe(first);
    expect(await found('refs/changes/34/1234/5')).toBe(first);
  });

  test('the version follows the tags', async () => {
    await commit('one\n');
    await git('tag', '2.0.0');
    expect((await store.resolve(request(), signal)).version).toBe('2.0.0');
    const second = await commit('two\n');
    expect((await store.resolve(request(), signal)).version).toBe(`2.0.1.dev1+g${second.slice(0, 12)}`);
  });

  test('a moved branch is counted, and what was locked before can still be read', async () => {
    const first = await commit('one\n');
    await store.resolve(request(), signal);
    await git('commit', '--quiet', '--amend', '--message', 'another');
    const second = await commit('two\n');
    await store.resolve(request(), signal);
    expect(await store.countCommits(repository, first, second)).toBe(2);
    const files = await store.readTree({ kind: 'git', url: repository, ref: 'main', commit: first }, signal);
    expect(files.map(({ path, content }) => [path, String(content)])).toEqual([
      ['module.py', 'one\n'],
      ['setup.py', ''],
    ]);
  });

  test('what is in the cache needs no repository', async () => {
    const first = await commit('one\n');
    await store.resolve(request(), signal);
    await rm(repository, { recursive: true });
    expect(await freshStore().readTree({ kind: 'git', url: repository, ref: 'main', commit: first }, signal)).toHaveLength(2);
  });

  test('a locked commit that another machine found is fetched', async () => {
    const first = await commit('one\n');
    await commit('two\n');
    expect(await store.readTree({ kind: 'git', url: repository, ref: 'main', commit: first }, signal)).toHaveLength(2);
  });

  test.each([
    ['its objects are gone', (mirror: string) => rm(join(mirror, 'objects'), { recursive: true })],
    ['its configuration is damaged', (mirror: string) => writeFile(join(mirror, 'config'), '[core')],
    ['a killed git left a lock', (mirror: string) => writeFile(join(mirror, 'refs/ccp/incoming.lock'), '')],
  ])('a damaged cache is made anew: %s', async (_, damage) => {
    await commit('one\n');
    await store.resolve(request(), signal);
    const mirrors = join(folder, 'cache/ccp/sources/git');
    await damage(join(mirrors, (await readdir(mirrors))[0] ?? ''));
    const second = await commit('two\n');
    expect((await store.resolve(request(), signal)).identity).toBe(second);
    expect(await store.readTree({ kind: 'git', url: repository, ref: 'main', commit: second }, signal)).toHaveLength(2);
  });

  test('several at once leave one mirror', async () => {
    const first = await commit('one\n');
    const all = await Promise.all([1, 2, 3, 4].map(() => freshStore().resolve(request(), signal)));
    expect(new Set(all.map(({ identity }) => identity))).toEqual(new Set([first]));
    expect(await readdir(join(folder, 'cache/ccp/sources/git'))).toHaveLength(1);
  });

  test('a stopped one ends as interrupted, and the next works', async () => {
    await commit('one\n');
    await expect(store.resolve(request(), AbortSignal.abort())).rejects.toMatchObject({ code: 'INTERRUPTED' });
    await store.resolve(request(), signal);
  });

  test('faults say what is wrong', async () => {
    await commit('one\n');
    await expect(store.resolve(request('HEAD', join(folder, 'nothing')), signal)).rejects.toMatchObject({ code: 'SOURCE_FAILED', message: `${join(folder, 'nothing')}: there is no git repository` });
    await expect(store.resolve(request('mai'), signal)).rejects.toMatchObject({ code: 'SOURCE_FAILED', hint: 'Did you mean "main"?' });
    await expect(store.resolve(request('f'.repeat(40)), signal)).rejects.toMatchObject({ code: 'SOURCE_FAILED' });
    await git('rm', '--quiet', 'setup.py');
    await git('commit', '--quiet', '--message', 'no setup');
    await expect(store.resolve(request(), signal)).rejects.toMatchObject({ message: expect.stringContaining('no Python project') });
  });

  test('no git is told as such', async () => {
    await expect(connectSources({ PATH: folder, XDG_CACHE_HOME: folder }).resolve(request(), signal)).rejects.toMatchObject({ code: 'PREREQUISITE', hint: expect.stringContaining('apt-get install git') });
  });
});

describe('a directory', () => {
  const read = (): ReturnType<SourceStore['readDirectory']> => store.readDirectory(repository, '1.0.0');

  test('counts with uncommitted changes and new files, without ignored ones', async () => {
    await writeFile(join(repository, '.gitignore'), '*.log\n');
    await commit('one\n');
    const before = await read();
    await writeFile(join(repository, 'build.log'), 'x');
    expect(await read()).toEqual(before);
    await writeFile(join(repository, 'new.py'), 'x');
    const added = await read();
    expect(added.identity).not.toBe(before.identity);
    await appendFile(join(repository, 'module.py'), 'changed');
    const changed = await read();
    expect(new Set([before, added, changed].map(({ version }) => version)).size).toBe(3);
    const files = await store.readTree({ kind: 'directory', path: repository, sha256: changed.identity }, signal);
    expect(files.map(({ path }) => path)).toEqual(['.gitignore', 'module.py', 'new.py', 'setup.py']);
  });

  test('is the same wherever it lies, and without git', async () => {
    await rm(join(repository, '.git'), { recursive: true });
    const before = await read();
    await mkdir(join(repository, '__pycache__'));
    await writeFile(join(repository, '__pycache__/setup.pyc'), 'x');
    expect(await read()).toEqual(before);
    expect(before.version).toBe(`1.0.0+d${before.identity.slice(0, 8)}`);
  });

  test('that changes after the plan ends the build', async () => {
    const { identity } = await read();
    await writeFile(join(repository, 'new.py'), 'x');
    await expect(store.readTree({ kind: 'directory', path: repository, sha256: identity }, signal)).rejects.toMatchObject({ code: 'BUILD_FAILED' });
  });

  test('that is missing or no project is told', async () => {
    await rm(join(repository, 'setup.py'));
    await expect(read()).rejects.toMatchObject({ code: 'SOURCE_FAILED', message: expect.stringContaining('no Python project') });
    await expect(store.readDirectory(join(folder, 'none'), '1')).rejects.toMatchObject({ code: 'SOURCE_FAILED', message: expect.stringContaining('there is no folder') });
  });
});

describe('a tarball', () => {
  async function tarball(): Promise<Buffer> {
    const archive = pack();
    archive.entry({ name: 'project-3.1.0/setup.py', mode: 0o755 }, '');
    archive.entry({ name: 'project-3.1.0/PKG-INFO' }, 'Metadata-Version: 2.1\nVersion: 3.1.0\n');
    archive.finalize();
    const chunks: Buffer[] = [];
    for await (const chunk of archive as AsyncIterable<Buffer>) chunks.push(chunk);
    return gzipSync(Buffer.concat(chunks));
  }
  const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

  test('is found, kept, and read without its top folder', async () => {
    const bytes = await tarball();
    const location = join(folder, 'project.tar.gz');
    await writeFile(location, bytes);
    expect(await store.resolve({ kind: 'tarball', location, sha256: undefined, baseVersion: '1.0.0' }, signal)).toEqual({ identity: sha256Of(bytes), version: '3.1.0' });
    await rm(location);
    const files = await store.readTree({ kind: 'tarball', location, sha256: sha256Of(bytes) }, signal);
    expect(files.map(({ path, mode }) => [path, mode.toString(8)])).toEqual([
      ['PKG-INFO', '644'],
      ['setup.py', '755'],
    ]);
  });

  test('of another content than expected names both', async () => {
    const bytes = await tarball();
    const location = join(folder, 'project.tar.gz');
    await writeFile(location, bytes);
    await expect(store.resolve({ kind: 'tarball', location, sha256: 'a'.repeat(64), baseVersion: '1' }, signal)).rejects.toMatchObject({
      code: 'SOURCE_FAILED',
      evidence: [`expected sha256 ${'a'.repeat(64)}`, `actual   sha256 ${sha256Of(bytes)}`],
    });
  });

  test('comes over http; a missing or damaged one is told, and a damaged copy in the cache is not used', async () => {
    const bytes = await tarball();
    const server = createServer((asked, answer) => void (asked.url === '/p.tar.gz' ? answer.end(bytes) : asked.url === '/bad.tar.gz' ? answer.end(bytes.subarray(0, 40)) : answer.writeHead(404).end()));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const ask = (path: string): Promise<unknown> => store.resolve({ kind: 'tarball', location: `${base}${path}`, sha256: undefined, baseVersion: '1' }, signal);
    try {
      expect(await ask('/p.tar.gz')).toMatchObject({ version: '3.1.0' });
      await expect(ask('/none.tar.gz')).rejects.toMatchObject({ code: 'SOURCE_FAILED', evidence: ['error 404 Not Found'] });
      await expect(ask('/bad.tar.gz')).rejects.toMatchObject({ code: 'SOURCE_FAILED', message: expect.stringContaining('damaged') });
      await writeFile(join(folder, 'cache/ccp/sources/tarballs', sha256Of(bytes)), 'damaged');
      expect(await store.readTree({ kind: 'tarball', location: `${base}/p.tar.gz`, sha256: sha256Of(bytes) }, signal)).toHaveLength(2);
    } finally {
      server.close();
    }
  });
});
