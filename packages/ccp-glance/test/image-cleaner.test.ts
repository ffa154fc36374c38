import { expect, test } from '@jest/globals';
import type { CloudAnswer, CloudSession } from 'ccp-core';
import { imageCleaner } from '../src/tool/image-cleaner.ts';

const { signal } = new AbortController();

/** A session whose answers are given by `METHOD path`; it keeps what it was asked. */
function session(answers: Readonly<Record<string, CloudAnswer>>): CloudSession & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    endpoint: () => 'http://glance.example',
    request: async (method, url) => {
      const key = `${method} ${url.replace('http://glance.example', '')}`;
      asked.push(key);
      return answers[key] ?? { status: 404, body: undefined };
    },
  };
}

test('all pages are listed, and what is hidden', async () => {
  const cloud = session({
    'GET /v2/images?limit=500&os_hidden=false': { status: 200, body: { images: [{ id: 'a', name: 'debian' }], next: '/v2/images?marker=a' } },
    'GET /v2/images?marker=a': { status: 200, body: { images: [{ id: 'b', name: null }] } },
    'GET /v2/images?limit=500&os_hidden=true': { status: 200, body: { images: [{ id: 'c', name: 'old' }] } },
  });
  expect(await imageCleaner.list(cloud, signal)).toEqual([{ id: 'a', name: 'debian' }, { id: 'b', name: '' }, { id: 'c', name: 'old' }]);
});

test('what cannot be deleted is named, after all others are gone', async () => {
  const cloud = session({ 'DELETE /v2/images/a': { status: 403, body: 'Image a is protected and cannot be deleted.' }, 'DELETE /v2/images/b': { status: 204, body: undefined } });
  const steps: string[] = [];
  const removal = imageCleaner.remove(cloud, [{ id: 'a', name: 'keep' }, { id: 'b', name: 'debian' }], { signal, step: (text) => steps.push(text) });
  await expect(removal).rejects.toMatchObject({ code: 'VERIFY_FAILED', evidence: [expect.stringContaining('a keep: 403 Image a is protected')] });
  expect(steps).toEqual(['deleted debian']);
});

test('a Glance that does not list is told with its status', async () => {
  await expect(imageCleaner.list(session({}), signal)).rejects.toMatchObject({ code: 'VERIFY_FAILED', message: expect.stringContaining('404') });
});
