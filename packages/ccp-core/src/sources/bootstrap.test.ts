import { describe, expect, test } from '@jest/globals';
import { mmdebstrapArguments } from './bootstrap.ts';

const root = { suite: 'trixie', include: ['ca-certificates', 'tzdata'], labels: {} };
const mirrors = { archive: 'http://m.example/debian', security: 'http://s.example/debian-security' };

describe('words after mmdebstrap', () => {
  test("the host's mirrors with the wanted release, and nothing of them left behind", () => {
    const words = mmdebstrapArguments(root, '/tmp/root.tar', mirrors, ['Acquire::Check-Valid-Until "false";']);
    expect(words.slice(words.indexOf('trixie'))).toEqual([
      'trixie',
      '/tmp/root.tar',
      'deb http://m.example/debian trixie main',
      'deb http://m.example/debian trixie-updates main',
      'deb http://s.example/debian-security trixie-security main',
    ]);
    expect(words).toContain('--variant=minbase');
    expect(words).toContain('--include=ca-certificates,tzdata');
    expect(words).toContain('--aptopt=Acquire::Check-Valid-Until "false";');
    const hook = words.find((word) => word.startsWith('--customize-hook='));
    expect(hook).toMatch(/rm -rf .*etc\/apt\/sources\.list .*etc\/apt\/apt\.conf\.d\/99mmdebstrap|rm -rf .*99mmdebstrap.*etc\/apt\/sources\.list/);
  });

  test("without mirrors Debian's own are taken and stay", () => {
    const words = mmdebstrapArguments({ ...root, include: [] }, '/tmp/root.tar', undefined, []);
    expect(words.slice(words.indexOf('trixie'))).toEqual(['trixie', '/tmp/root.tar']);
    expect(words.join(' ')).not.toContain('--include');
    expect(words.join(' ')).not.toContain('etc/apt/sources.list');
  });
});
