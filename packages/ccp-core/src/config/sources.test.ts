import { describe, expect, test } from '@jest/globals';
import { loadConfiguration } from './load.ts';
import { wantedSource } from './sources.ts';

async function load(...sets: string[]): ReturnType<typeof loadConfiguration> {
  return loadConfiguration(undefined, sets.map((set) => `sources.keystone.${set}`), []);
}

describe('a source', () => {
  const sha256 = 'a'.repeat(64);
  test.each([
    [['git=https://git.example/keystone'], { kind: 'git', git: 'https://git.example/keystone', ref: 'HEAD' }],
    [['git=../keystone', 'ref=stable/2026.2'], { kind: 'git', git: '../keystone', ref: 'stable/2026.2' }],
    [['tarball=k.tar.gz', `sha256=${sha256}`], { kind: 'tarball', tarball: 'k.tar.gz', sha256 }],
    [['directory=../keystone'], { kind: 'directory', directory: '../keystone' }],
    [['version=29.0.0', `sha256=${sha256}`], { kind: 'sdist', version: '29.0.0', sha256 }],
  ])('%j is read', async (sets, wanted) => {
    const { configuration, faults } = await load(...sets);
    expect(faults).toEqual([]);
    expect(wantedSource(configuration?.core.sources['keystone'] ?? {})).toEqual(wanted);
  });
});

describe('faults', () => {
  test.each([
    [['git=a', 'directory=b'], 'sources.keystone.directory: git and directory are different sources; give one of them'],
    [['ref=master'], 'sources.keystone: names no source; give one of version, git, tarball, directory'],
    [['directory=a', 'ref=master'], 'sources.keystone.ref: belongs to git, not to directory'],
    [['git=a', `sha256=${'a'.repeat(64)}`], 'sources.keystone.sha256: belongs to version or tarball, not to git'],
    [['git=https://me:pass@git.example/x'], 'sources.keystone.git: holds a password; leave it to a credential helper or an SSH key'],
  ])('%j is refused', async (sets, message) => {
    const { faults } = await load(...sets);
    expect(faults.map((fault) => fault.message)).toEqual([message]);
  });

  test('an unknown key has the nearest known one', async () => {
    const { faults } = await load('git=a', 'reff=b');
    expect(faults[0]).toMatchObject({ message: 'unknown key "sources.keystone.reff"', hint: 'Did you mean "ref"?' });
  });

  test('a password is not repeated', async () => {
    const { faults } = await load('git=https://me:hunter2@git.example/x');
    expect(faults[0]?.message).not.toContain('hunter2');
  });
});
