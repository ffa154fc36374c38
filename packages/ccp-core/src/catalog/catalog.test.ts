import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { defineAction, defineComponent, defineImage, type ComponentSpec } from '../definition/index.ts';
import { sampleApp, sampleDatabase, sampleImage } from '../testing/sample-catalog.ts';
import { composeCatalog } from './catalog.ts';
import type { LoadedComponent } from './discover.ts';

function component(name: string, spec: Partial<ComponentSpec>): LoadedComponent {
  const definition = defineComponent({ name, images: [], ...spec });
  return { name, kind: 'service', version: '1.0.0', directory: `/${name}`, entry: `/${name}/index.js`, definition };
}

function messagesOf(...components: LoadedComponent[]): string[] {
  return composeCatalog(components).faults.map(({ code, message, hint }) => `${code} ${message}: ${hint ?? ''}`);
}

const podInit = { image: sampleImage, command: ['wait'], contract: 1 };
const sync = defineAction({ name: 'sync', title: 'Sync', service: sampleApp, parameters: z.strictObject({}), job: () => ({ command: ['sync'] }) });

describe('components that do not fit together', () => {
  test('two of everything that there is once are told in one go', () => {
    const first = component('ccp-a', { images: [sampleImage], services: [sampleApp], actions: [sync], podInit });
    const second = component('ccp-b', { images: [defineImage({ ...sampleImage, title: 'Another' })], services: [sampleApp], actions: [sync], podInit });
    expect(messagesOf(first, second)).toEqual([
      'CATALOG_INVALID service "app" is defined by ccp-a and by ccp-b: Rename one of them.',
      'CATALOG_INVALID image "sample" is defined by /ccp-a and by /ccp-b: Rename one of them.',
      'CATALOG_INVALID more than one component provides pod-init: Name the components to use in "components:".',
      'CATALOG_INVALID action "sync" is defined by ccp-a and by ccp-b: Rename one of them.',
    ]);
  });

  test('an action whose name no object can have, or whose service is of another component', () => {
    const odd = component('ccp-a', { services: [sampleApp], actions: [{ ...sync, name: 'Sync_all' }] });
    const foreign = component('ccp-b', { services: [sampleDatabase], actions: [sync] });
    expect(messagesOf(odd, foreign)).toEqual([
      expect.stringMatching(/^CATALOG_INVALID "Sync_all" cannot be the name of an action: Use lower case/),
      expect.stringMatching(/^CATALOG_INVALID action "sync" works on "app", which is no service of ccp-b: Declare the action/),
    ]);
  });
});

test('components that fit make one catalog', () => {
  const parts = [component('ccp-a', { images: [sampleImage], services: [sampleApp], actions: [sync] }), component('ccp-b', { services: [sampleDatabase], podInit })];
  const { catalog, faults } = composeCatalog(parts);
  expect(faults).toEqual([]);
  expect([...catalog.services].map(([name, { component: { name: from } }]) => [name, from])).toEqual([['app', 'ccp-a'], ['store', 'ccp-b']]);
  expect(catalog.podInit).toBe(podInit);
  expect(catalog.images).toEqual([{ image: sampleImage, directory: '/ccp-a', packageVersion: '1.0.0' }]);
});
