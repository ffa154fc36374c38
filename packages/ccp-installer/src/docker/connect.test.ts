import { createConnection } from 'node:net';
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { ifThere, withEngineFaults } from './connect.ts';

const quiet = new AbortController().signal;
const refusal = (statusCode: number, message: string): Error => Object.assign(new Error(`(HTTP code ${statusCode})`), { statusCode, json: { message } });

async function connectNowhere(): Promise<never> {
  return new Promise((_, reject) => createConnection({ port: 1, host: '127.0.0.1' }).once('error', reject));
}

describe('faults of the engine', () => {
  test('a refusal is shown in its own words', async () => {
    const work = withEngineFaults('making a network', quiet, () => Promise.reject(refusal(403, 'Pool overlaps')));
    await expect(work).rejects.toMatchObject({ code: 'CLUSTER_FAILED', message: expect.stringContaining('making a network') as unknown, evidence: ['Pool overlaps'] });
  });

  test('nobody answers', async () => {
    await expect(withEngineFaults('x', quiet, connectNowhere)).rejects.toMatchObject({ code: 'ENGINE_UNREACHABLE' });
  });

  test('an engine that this user may not use', async () => {
    const denied = Object.assign(new Error('connect EACCES /var/run/docker.sock'), { code: 'EACCES', syscall: 'connect', address: '/var/run/docker.sock' });
    const work = withEngineFaults('x', quiet, () => Promise.reject(denied));
    await expect(work).rejects.toMatchObject({ code: 'ENGINE_UNREACHABLE', hint: expect.stringContaining('group `docker`') as unknown });
  });

  test('a missing file is not taken for a missing engine', async () => {
    await expect(withEngineFaults('x', quiet, () => readFile('/nonexistent/file'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('whatever breaks after Ctrl-C is the interruption', async () => {
    const aborted = AbortSignal.abort();
    await expect(withEngineFaults('x', aborted, () => Promise.reject(new Error('socket hang up')))).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });

  test('what is absent is undefined, other refusals are not', async () => {
    await expect(ifThere(Promise.reject(refusal(404, 'no such container')))).resolves.toBeUndefined();
    await expect(ifThere(Promise.reject(refusal(409, 'in use')))).rejects.toMatchObject({ statusCode: 409 });
  });
});
