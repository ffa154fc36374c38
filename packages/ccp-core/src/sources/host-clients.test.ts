import { describe, expect, test } from '@jest/globals';
import { clientSettings, type ClientFiles } from './host-clients.ts';

const none: ClientFiles = { pip: [], npm: [], go: '' };

describe('settings of package clients', () => {
  test('nothing is made up', () => {
    expect(clientSettings({ HOME: '/home/a', PIP_FIND_LINKS: '/opt/wheels', PIP_INDEX_URL: '' }, none)).toEqual({});
  });

  test.each<[string, Record<string, string>, Partial<ClientFiles>, Record<string, string>]>([
    ['pip by variable, which uv follows', { PIP_INDEX_URL: 'https://i.example/simple' }, {}, { PIP_INDEX_URL: 'https://i.example/simple', UV_DEFAULT_INDEX: 'https://i.example/simple' }],
    ['uv keeps its own', { PIP_INDEX_URL: 'https://i.example', UV_INDEX_URL: 'https://u.example' }, {}, { PIP_INDEX_URL: 'https://i.example', UV_INDEX_URL: 'https://u.example' }],
    ['pip by file', {}, { pip: ['[global]\ntrusted-host = i.example\ncert = /etc/ca.pem\n'] }, { PIP_TRUSTED_HOST: 'i.example' }],
    ['the stronger file of pip', {}, { pip: ['[global]\nretries = 9', '[global]\nretries = 3\ntimeout = 5'] }, { PIP_RETRIES: '9' }],
    ['a variable over a file', { PIP_RETRIES: '1' }, { pip: ['[global]\nretries = 9'] }, { PIP_RETRIES: '1' }],
    ['npm without its credentials', {}, { npm: ['registry=https://n.example/\n//n.example/:_authToken=abc\n'] }, { npm_config_registry: 'https://n.example/' }],
    ['Go by variable and file', { GOFLAGS: '-mod=mod' }, { go: 'GOPROXY=https://g.example,direct\nGOPATH=/home/a/go\n' }, { GOFLAGS: '-mod=mod', GOPROXY: 'https://g.example,direct' }],
  ])('%s', (_, env, files, settings) => {
    expect(clientSettings(env, { ...none, ...files })).toEqual(settings);
  });
});
