import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ensureImage } from '../program/ensure-image.ts';
import { ApiError } from '../program/json-api.ts';
import { SourceError } from '../program/source.ts';
import type { UploadSource } from '../src/upload-input.ts';
import { FakeCloud, ownProject } from './fake-cloud.ts';

let cloud: FakeCloud;
let url: string;
let folder: string;

beforeEach(async () => {
  cloud = new FakeCloud();
  url = await cloud.start();
  folder = mkdtempSync(join(tmpdir(), 'upload-'));
});

afterEach(async () => {
  await cloud.stop();
  rmSync(folder, { recursive: true });
});

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function fileWith(text: string): UploadSource {
  const file = join(folder, 'disk');
  writeFileSync(file, text);
  return { file };
}

function served(text: string, hash = sha256(text)): UploadSource {
  cloud.files['/files/disk'] = text;
  return { url: `${url}/files/disk`, sha256: hash };
}

function ensure(source: UploadSource, password = 'correct'): Promise<string[]> {
  const image = { name: 'guest', diskFormat: 'qcow2', visibility: 'public', minDisk: 1, minRam: 64, properties: { hw_disk_bus: 'virtio' } };
  const input = { version: 1, identityUrl: `${url}/v3`, imageUrl: url, login: { user: 'glance', project: 'service', domain: 'Default' }, image, source } as const;
  return ensureImage(input, password, { total: 1_000, pause: 1 });
}

describe('an image', () => {
  test('is made of a file, with what it says of itself', async () => {
    expect(await ensure(fileWith('disk'))).toEqual(['image guest: uploaded as image-1']);
    expect(cloud.images).toMatchObject([{ name: 'guest', status: 'active', content: 'disk', disk_format: 'qcow2', container_format: 'bare', visibility: 'public', min_disk: 1, min_ram: 64, hw_disk_bus: 'virtio' }]);
    expect(cloud.lengths).toEqual(['4']);
  });

  test('is made of what a URL holds', async () => {
    await ensure(served('x'.repeat(300_000)));
    expect(cloud.images[0]?.content).toHaveLength(300_000);
  });

  test('that is there is not made again', async () => {
    await ensure(fileWith('disk'));
    expect(await ensure(fileWith('disk'))).toEqual(['image guest: image-1 is there already']);
    expect(cloud.lengths).toHaveLength(1);
  });

  test('with new content takes the place of the old one, which is kept for guests that were made from it', async () => {
    await ensure(fileWith('old'));
    expect(await ensure(fileWith('new'))).toEqual(['image guest: uploaded as image-2', 'image guest: hidden image-1, which is older']);
    expect(cloud.images.map(({ content, os_hidden: hidden }) => [content, hidden])).toEqual([['old', true], ['new', false]]);
  });

  test('that a former run left half uploaded is deleted and made again', async () => {
    cloud.images.push({ id: 'half', name: 'guest', status: 'saving', owner: ownProject, os_hidden: false, ccp_sha256: sha256('disk') });
    expect(await ensure(fileWith('disk'))).toEqual(['image guest: deleted half, which was saving', 'image guest: uploaded as image-1']);
    expect(cloud.images.map(({ id }) => id)).toEqual(['image-1']);
  });

  test('of somebody else with the same name is left alone', async () => {
    cloud.images.push({ id: 'theirs', name: 'guest', status: 'queued', owner: ownProject, os_hidden: false });
    await ensure(fileWith('disk'));
    expect(cloud.images).toMatchObject([{ id: 'theirs', status: 'queued' }, { status: 'active' }]);
  });

  test.each(['active', 'queued', 'saving'])('snapshots of a guest that was made from it have its name and properties, and are left alone (%s)', async (status) => {
    for (const content of ['old', 'new']) cloud.images.push({ id: `snapshot of ${content}`, name: 'guest', status, owner: 'p-tenant', os_hidden: false, ccp_sha256: sha256(content) });
    const snapshots = structuredClone(cloud.images);
    expect(await ensure(fileWith('new'))).toEqual(['image guest: uploaded as image-1']);
    expect(cloud.images.slice(0, 2)).toEqual(snapshots);
  });
});

describe('nothing is left behind', () => {
  test('when the hash is another one, and the last bytes were not sent', async () => {
    await expect(ensure(served('disk', sha256('other')))).rejects.toThrow(SourceError);
    expect(cloud.images).toEqual([]);
  });

  test('when Glance refuses the content; its words are told', async () => {
    cloud.uploadStatus = 415;
    await expect(ensure(fileWith('no disk'))).rejects.toThrow(/415 does not match stream data raw/);
    expect(cloud.images).toEqual([]);
  });

  test('when there is nothing at the URL', async () => {
    await expect(ensure({ url: `${url}/files/none`, sha256: sha256('') })).rejects.toThrow(/files\/none cannot be fetched: 404/);
    expect(cloud.images).toEqual([]);
  });
});

test('a server that is busy is asked again', async () => {
  cloud.faults.push(503, 502);
  expect(await ensure(fileWith('disk'))).toEqual(['image guest: uploaded as image-1']);
});

test('a server that stays busy ends with what it said', async () => {
  cloud.faults.push(...Array.from({ length: 10_000 }, () => 503));
  await expect(ensure(fileWith('disk'))).rejects.toThrow(/auth\/tokens: 503/);
});

test('a wrong password is told, and not tried again', async () => {
  await expect(ensure(fileWith('disk'), 'wrong')).rejects.toThrow(ApiError);
  await expect(ensure(fileWith('disk'), 'wrong')).rejects.toThrow(/401/);
});
