import { describe, expect, test } from '@jest/globals';
import { loadConfiguration, type Configuration } from '../config/index.ts';
import type { PortSpec } from '../definition/index.ts';
import { checkPublications, publicationOf, publicUrls } from './publication.ts';

const ports: Readonly<Record<string, PortSpec>> = {
  public: { port: 5000, nodePort: 30500, ingress: 'identity' },
  plain: { port: 5001, nodePort: 30501 },
  hidden: { port: 5002, ingress: 'hidden' },
  inner: { port: 5003 },
};
const enabled = ['endpoints.ingress.enabled=true', 'endpoints.ingress.domain=cloud.example'];

async function configured(...sets: string[]): Promise<Configuration> {
  const { configuration, faults } = await loadConfiguration(undefined, sets, []);
  expect(faults).toEqual([]);
  return configuration;
}

async function urlsOf(...sets: string[]): Promise<object> {
  const configuration = await configured(...sets);
  return Object.fromEntries(publicUrls(publicationOf(ports, configuration), configuration, '192.0.2.1'));
}

describe('public URLs', () => {
  test('are those of node ports, offset added, where no Ingress is enabled', async () => {
    expect(await urlsOf('endpoints.nodePortOffset=100')).toEqual({ public: 'http://192.0.2.1:30600', plain: 'http://192.0.2.1:30601' });
  });

  test('are host names of ports that declare one, which then take no node port', async () => {
    expect(await urlsOf(...enabled)).toEqual({ public: 'https://identity.cloud.example', hidden: 'https://hidden.cloud.example', plain: 'http://192.0.2.1:30501' });
  });

  test.each([
    [['endpoints.ingress.port=8443'], 'https://identity.cloud.example:8443'],
    [['endpoints.ingress.port=443'], 'https://identity.cloud.example'],
    [['endpoints.ingress.scheme=http'], 'http://identity.cloud.example'],
    [['endpoints.ingress.scheme=http', 'endpoints.ingress.port=80'], 'http://identity.cloud.example'],
    [['endpoints.ingress.scheme=http', 'endpoints.ingress.port=443'], 'http://identity.cloud.example:443'],
  ])('%j', async (sets, url) => expect(await urlsOf(...enabled, ...sets)).toMatchObject({ public: url }));
});

describe('what is wanted twice', () => {
  const owner = (service: string): { readonly owner: { readonly service: string } } => ({ owner: { service } });

  test('a host name is a fault that tells both', async () => {
    const published = publicationOf({ public: { port: 1, nodePort: 30500, ingress: 'identity' } }, await configured(...enabled));
    expect(checkPublications([{ ...owner('a'), ...published }, { ...owner('b'), ...published }])).toEqual([
      expect.objectContaining({ code: 'CATALOG_INVALID', message: 'the host name identity.cloud.example is wanted by a (port "public") and b (port "public")', hint: expect.stringContaining('services.<name>.ingress') as unknown }),
    ]);
  });
});
