import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { requireMmdebstrap } from './mmdebstrap-install.ts';

const path = env['PATH'];
const user = { uid: 1000, debian: true };
const options = { events: () => undefined, signal: new AbortController().signal };
let folder: string;

/** A host on which there are only these programs. Each writes down its call, then does `script`. */
async function programs(scripts: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, script] of Object.entries(scripts)) {
    await writeFile(join(folder, name), `#!/bin/sh\necho "${name} $*" >>${folder}/calls\n${script}\n`);
    await chmod(join(folder, name), 0o755);
  }
}

async function calls(): Promise<string[]> {
  return (await readFile(join(folder, 'calls'), 'utf8').catch(() => '')).split('\n');
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ccp-programs-'));
  env['PATH'] = folder;
});
afterEach(async () => {
  env['PATH'] = path;
  await rm(folder, { recursive: true });
});

describe('how mmdebstrap is run', () => {
  test('root needs nothing else, and nothing is installed when it is there', async () => {
    await programs({ mmdebstrap: '' });
    expect(await requireMmdebstrap(options, { uid: 0, debian: true })).toEqual([]);
    expect((await calls()).join(' ')).not.toContain('apt-get');
  });

  test('a user with a sudo that asks for nothing runs it as root, with the proxies of the host', async () => {
    await programs({ mmdebstrap: '', sudo: '' });
    const words = await requireMmdebstrap(options, user);
    expect(words?.slice(0, 2)).toEqual(['sudo', '-n']);
    expect(words?.[2]).toMatch(/^--preserve-env=.*\bhttps_proxy\b/);
  });

  test('a sudo that asks for nothing only in this terminal does not count: mmdebstrap runs without one', async () => {
    // The sixth word is the session: that of a process without a terminal is its own.
    await programs({ mmdebstrap: '', newuidmap: '', sudo: 'read -r _ _ _ _ _ session _ </proc/$$/stat\n[ "$session" != $$ ]' });
    expect(await requireMmdebstrap(options, user)).toBeUndefined();
  });

  test('a user without sudo runs it in a user namespace, when newuidmap is there', async () => {
    await programs({ mmdebstrap: '', newuidmap: 'exit 1', sudo: 'exit 1' });
    expect(await requireMmdebstrap(options, user)).toBeUndefined();
  });
});

describe('what is missing', () => {
  test('is installed by root and through sudo, from fresh lists', async () => {
    await programs({ 'apt-get': '', sudo: 'shift 2\nexec "$@"', true: '' });
    await requireMmdebstrap(options, user);
    const installs = (await calls()).filter((call) => call.startsWith('apt-get'));
    expect(installs).toEqual(['apt-get -q update', 'apt-get install --yes --no-install-recommends mmdebstrap debian-archive-keyring']);
  });

  test('is named with all its packages to a user without sudo', async () => {
    await programs({ mmdebstrap: '' });
    await expect(requireMmdebstrap(options, user)).rejects.toMatchObject({
      code: 'PREREQUISITE',
      message: expect.stringContaining('newuidmap, which is not installed') as unknown,
      hint: 'Run: sudo apt-get install --yes --no-install-recommends mmdebstrap debian-archive-keyring uidmap',
    });
    expect((await calls()).join(' ')).not.toContain('apt-get');
  });

  test('is left to the user on other systems', async () => {
    await expect(requireMmdebstrap(options, { uid: 0, debian: false })).rejects.toMatchObject({
      code: 'PREREQUISITE',
      hint: 'Install mmdebstrap, or set `builder.debianReference` to a Debian image that the engine can pull.',
    });
  });

  test('and cannot be installed: what apt said is shown', async () => {
    await programs({ 'apt-get': 'echo "E: no network"; exit 100' });
    await expect(requireMmdebstrap(options, { uid: 0, debian: true })).rejects.toMatchObject({ code: 'PREREQUISITE', evidence: ['E: no network'] });
  });
});
