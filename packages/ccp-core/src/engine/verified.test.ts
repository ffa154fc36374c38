import { beforeEach, expect, test } from '@jest/globals';
import { fakeCluster } from '../testing/fake-cluster.ts';
import { verificationMark, type VerificationMark } from './verified.ts';

let mark: VerificationMark;
beforeEach(() => {
  mark = verificationMark(fakeCluster([]), 'local', 'ccp-local');
});

test('is set when checks that began have succeeded, and not before', async () => {
  const succeed = await mark.begin();
  expect(await mark.isSet()).toBe(false);
  await succeed();
  expect(await mark.isSet()).toBe(true);
});

test('a deploy while checks run keeps it away: what they saw is no longer there', async () => {
  const succeed = await mark.begin();
  await mark.clear();
  await succeed();
  expect(await mark.isSet()).toBe(false);
});

test('checks that begin again, or fail, take it away', async () => {
  await (await mark.begin())();
  await mark.begin();
  expect(await mark.isSet()).toBe(false);
});
