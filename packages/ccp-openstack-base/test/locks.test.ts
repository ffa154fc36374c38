import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { hibiscus } from '../src/index.ts';
import { normalised, parseRequirements } from '../src/lock/requirements.ts';
import { packagedProjects } from '../src/packaged.ts';

const folder = new URL('../image/locks/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
const locks = ['build', 'common', ...packagedProjects].map((name) => `${name}.txt`);

describe.each(locks)('%s', (name) => {
  const entries = [...parseRequirements(read(name)).values()];

  test('pins every distribution, with hashes', () => {
    // A project may need nothing but the common set.
    if (['common.txt', 'build.txt'].includes(name)) expect(entries.length).toBeGreaterThan(0);
    for (const entry of entries) expect(entry).toMatch(/^[a-z0-9.-]+==\S+ \\\n( {4}--hash=sha256:[0-9a-f]{64}( \\\n)?)+$/);
  });

  test('names no index and no host', () => {
    expect(read(name)).not.toMatch(/:\/\/|--(extra-)?index|--find-links/);
  });
});

test('lock files and packaged projects are the same', () => {
  expect(readdirSync(folder).filter((name) => name.endsWith('.txt')).sort()).toEqual([...locks, 'pins.txt'].sort());
});

test('one version of everything: locks agree with the pins of the release', () => {
  const pins = new Set(read('pins.txt').split('\n'));
  for (const name of ['common', ...packagedProjects]) {
    for (const entry of parseRequirements(read(`${name}.txt`)).values()) expect(pins).toContain(entry.split(' ')[0]);
  }
  for (const { distribution, version } of Object.values(hibiscus.projects)) expect(pins).toContain(`${normalised(distribution)}==${version}`);
});

test('no delta repeats the common set', () => {
  const common = parseRequirements(read('common.txt'));
  for (const project of packagedProjects) {
    for (const name of parseRequirements(read(`${project}.txt`)).keys()) expect(common.has(name)).toBe(false);
  }
});

test('the common set holds the server and the drivers', () => {
  const common = parseRequirements(read('common.txt'));
  for (const name of parseRequirements(read('drivers.in')).keys()) expect(common.has(name)).toBe(true);
});
