import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { connectCluster } from './connect.ts';

const valid = `apiVersion: v1
kind: Config
current-context: a
clusters: [{name: c, cluster: {server: https://127.0.0.1:1}}]
users: [{name: u, user: {}}]
contexts: [{name: a, context: {cluster: c, user: u}}, {name: b, context: {cluster: c, user: u}}]
`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kubeconfig-'));
});
afterEach(async () => rm(folder, { recursive: true }));

test.each([
  ['a file that is not there', undefined, undefined, /cannot use the kubeconfig .*config/, /file that can be read, or remove the key/],
  ['a file that is something else', '{}', undefined, /config is no kubeconfig: it names no cluster/, /another file, or remove the key/],
  ['a context that it does not have', valid, 'z', /no context "z"/, /^Set kubernetes\.context to one of a, b\.$/],
])('a kubeconfig that cannot be used: %s', async (_, text, context, message, hint) => {
  const kubeconfig = join(folder, 'config');
  if (text !== undefined) await writeFile(kubeconfig, text);
  const connecting = connectCluster({ kubeconfig, ...(context === undefined ? {} : { context }) });
  await expect(connecting).rejects.toMatchObject({ code: 'CLUSTER_MISSING', message: expect.stringMatching(message) as unknown, hint: expect.stringMatching(hint) as unknown, where: { file: kubeconfig } });
});

test('a good one is taken as it is; nobody is asked yet', async () => {
  await writeFile(join(folder, 'config'), valid);
  await expect(connectCluster({ kubeconfig: join(folder, 'config'), context: 'b' })).resolves.toMatchObject({ version: expect.any(Function) as unknown });
});
