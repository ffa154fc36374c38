import { describe, expect, test } from '@jest/globals';
import { connectHost } from './build-host.ts';
import { withMirrors, type Mirrors } from './mirrors.ts';

/** What network steps get, by path. */
async function settings(mirrors: Mirrors): Promise<Record<string, string>> {
  const { files } = await connectHost(mirrors, { HOME: '/nonexistent' }).settings(['trixie']);
  return Object.fromEntries(files.map(({ path, content }) => [path, String(content)]));
}

describe('mirrors of the configuration', () => {
  test('of Debian stand in the lists that builds use, whatever the host has', async () => {
    const texts = await settings({ debian: 'http://m.example/debian', debianSecurity: 'http://s.example/debian-security' });
    expect(texts['apt/trixie.list']).toBe(
      [
        'deb http://m.example/debian trixie main',
        'deb http://m.example/debian trixie-updates main',
        'deb http://s.example/debian-security trixie-security main',
        'deb http://m.example/debian trixie-backports main',
        '',
      ].join('\n'),
    );
  });

  test('of the package clients are variables of every network step', async () => {
    const { env = '' } = await settings({ python: 'https://p.example/simple', npm: 'https://n.example/', go: 'https://g.example,direct' });
    for (const line of ["PIP_INDEX_URL='https://p.example/simple'", "UV_DEFAULT_INDEX='https://p.example/simple'", "npm_config_registry='https://n.example/'", "GOPROXY='https://g.example,direct'"]) {
      expect(env).toContain(`export ${line}\n`);
    }
  });

  test('take the place of all indexes of Python packages that the host names, and of nothing else', () => {
    const host = { PIP_INDEX_URL: 'https://host.example', PIP_EXTRA_INDEX_URL: 'https://more.example', UV_INDEX_URL: 'https://host.example', PIP_RETRIES: '9', GOPROXY: 'off' };
    expect(withMirrors(host, { python: 'https://p.example' })).toEqual({ PIP_INDEX_URL: 'https://p.example', UV_DEFAULT_INDEX: 'https://p.example', PIP_RETRIES: '9', GOPROXY: 'off' });
    expect(withMirrors(host, {})).toEqual(host);
  });
});
