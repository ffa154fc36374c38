import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Server } from 'node:http';
import { connectTo } from '../../test/kube-server.ts';
import type { ClusterApi } from '../engine/cluster-contract.ts';

const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'app', namespace: 'ns' }, spec: { ports: [{ name: 'public', port: 5000 }] } };
const resources = { kind: 'APIResourceList', groupVersion: 'v1', resources: [{ name: 'services', kind: 'Service', namespaced: true, verbs: ['patch'] }] };
const duplicate = { kind: 'Status', code: 422, message: 'Service "app" is invalid: spec.ports[1].name: Duplicate value: "public"' };

let server: Server;
let cluster: ClusterApi;
/** `apply` or `merge` of every patch, with `dry` for a dry run. */
let patches: string[];

beforeEach(async () => {
  patches = [];
  ({ cluster, server } = await connectTo((request, response) => {
    const answer = (status: number, body: unknown): void => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.method !== 'PATCH') return answer(200, resources);
    const merging = request.headers['content-type']?.includes('merge-patch') === true;
    const dry = request.url?.includes('dryRun=All') === true;
    patches.push(`${merging ? 'merge' : 'apply'}${dry ? ' dry' : ''}`);
    // What a server says to an apply until the list of ports is as applied.
    return merging || patches.includes('merge') ? answer(200, service) : answer(422, duplicate);
  }));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

describe("a Service whose port's number somebody changed by hand", () => {
  test('is taken back: the list is replaced, then applied', async () => {
    await cluster.apply(service);
    expect(patches).toEqual(['apply', 'merge', 'apply']);
  });

  test('a dry run shows what would come of it and changes nothing', async () => {
    expect(await cluster.apply(service, { dryRun: true })).toEqual(service);
    expect(patches).toEqual(['apply dry', 'merge dry']);
  });
});
