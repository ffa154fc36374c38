import { expect, test } from '@jest/globals';
import { sampleModels } from '../testing/sample-desired.ts';
import { renderSupports } from './network.ts';
import type { KubeObject } from './object.ts';

const enabled = ['endpoints.ingress.enabled=true', 'endpoints.ingress.domain=cloud.example'];

async function supportsOf(...sets: string[]): Promise<Record<string, KubeObject>> {
  const app = (await sampleModels(sets)).models.find(({ owner }) => owner.service === 'app');
  if (app === undefined) throw new Error('no app');
  return Object.fromEntries(renderSupports(app).map((object) => [`${object.kind} ${object.metadata.name}`, object]));
}

test('without it ports are published by node ports', async () => {
  expect(Object.keys(await supportsOf())).toEqual(['ServiceAccount app', 'Service app', 'Service app-public']);
});

test('one rule for each host name leads to the port, and no node port is taken', async () => {
  const supports = await supportsOf(...enabled);
  expect(Object.keys(supports)).toEqual(['ServiceAccount app', 'Service app', 'Ingress app']);
  expect(supports['Ingress app']).toEqual({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: expect.objectContaining({ name: 'app', namespace: 'ccp-local', labels: expect.objectContaining({ 'ccp.io/service': 'app', 'ccp.io/environment': 'local' }) as unknown }) as unknown,
    spec: { rules: [{ host: 'app.cloud.example', http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'app', port: { name: 'main' } } } }] } }] },
  });
});

test('class and certificate are those of the configuration, the name that of the service', async () => {
  const sets = ['endpoints.ingress.className=front', 'endpoints.ingress.tlsSecret=wildcard', 'services.app.ingress.main=api'];
  expect((await supportsOf(...enabled, ...sets))['Ingress app']?.['spec']).toMatchObject({ ingressClassName: 'front', tls: [{ hosts: ['api.cloud.example'], secretName: 'wildcard' }], rules: [{ host: 'api.cloud.example' }] });
});
