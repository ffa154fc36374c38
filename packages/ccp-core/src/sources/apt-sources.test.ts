import { describe, expect, test } from '@jest/globals';
import { backportsLine, debianMirrors, parseDeb822, parseListFormat, releaseLines } from './apt-sources.ts';

describe('one-line format', () => {
  test('entries with and without options; sources, comments and remarks are left out', () => {
    const text = `# deb http://old.example/debian bookworm main
deb http://mirror.example/debian bookworm main contrib # remark
deb-src http://mirror.example/debian bookworm main
deb [arch=amd64 signed-by=/usr/share/keyrings/vendor.gpg] https://vendor.example/apt bookworm main
`;
    expect(parseListFormat(text)).toEqual([
      { uris: ['http://mirror.example/debian'], suites: ['bookworm'], components: ['main', 'contrib'], signedBy: '' },
      { uris: ['https://vendor.example/apt'], suites: ['bookworm'], components: ['main'], signedBy: '/usr/share/keyrings/vendor.gpg' },
    ]);
  });
});

describe('deb822 format', () => {
  test('stanzas with comments inside, several values and continued lines', () => {
    const text = `Types: deb deb-src
# http://snapshot.example
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Enabled: no
Types: deb
URIs: http://off.example/debian
Suites: bookworm
Components: main

Types: deb
URIs: http://vendor.example
Suites: bookworm
Components: main
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 abc
`;
    const sources = parseDeb822(text);
    expect(sources.map((source) => source.uris)).toEqual([['http://mirror.example/debian'], ['http://vendor.example']]);
    expect(sources[0]?.suites).toEqual(['bookworm', 'bookworm-updates']);
    expect(sources[1]?.signedBy).toContain('PGP');
  });
});

describe('mirrors of Debian', () => {
  const list = (text: string): ReturnType<typeof debianMirrors> => debianMirrors(parseListFormat(text));

  test.each<[string, string, ReturnType<typeof debianMirrors>]>([
    [
      'archive and security',
      'deb http://m.example/debian bookworm main\ndeb http://s.example/debian-security bookworm-security main',
      { archive: 'http://m.example/debian', security: 'http://s.example/debian-security' },
    ],
    ['an archive alone', 'deb http://m.example/debian trixie main', { archive: 'http://m.example/debian' }],
    ['suites by their role', 'deb http://m.example/debian stable main', { archive: 'http://m.example/debian' }],
    ['Ubuntu', 'deb http://u.example/ubuntu noble main restricted', undefined],
    ['a vendor with a key of its own', 'deb [signed-by=/k/vendor.gpg] https://v.example bookworm main', undefined],
    ['a vendor without the component main', 'deb https://v.example/linux/debian bookworm stable', undefined],
    ['a disc', 'deb cdrom:[Debian]/ bookworm main', undefined],
    ['nothing', '', undefined],
  ])('%s', (_, text, mirrors) => {
    expect(list(text)).toEqual(mirrors);
  });
});

describe('sources of another release', () => {
  test('release, updates, security and backports from the same mirrors', () => {
    const mirrors = { archive: 'http://m.example/debian', security: 'http://s.example/debian-security' };
    expect([...releaseLines('trixie', mirrors), backportsLine('trixie', mirrors)]).toEqual([
      'deb http://m.example/debian trixie main',
      'deb http://m.example/debian trixie-updates main',
      'deb http://s.example/debian-security trixie-security main',
      'deb http://m.example/debian trixie-backports main',
    ]);
  });
});
