import { describe, expect, test } from '@jest/globals';
import { CcpError, type CloudSession, type NodeResidents } from 'ccp-core';
import { openResidents, type ResidentsPlace } from './residents.ts';

const cloud: CloudSession = { endpoint: (type) => (type === 'compute' ? 'http://compute' : undefined), request: async () => ({ status: 200, body: {} }) };
const silent = async (): Promise<never> => {
  throw new CcpError('VERIFY_FAILED', 'there is no answer');
};
const noStep = (): void => undefined;

interface Told {
  /** What was done to the cloud. */
  readonly done: string[];
  readonly warnings: string[];
}

/** A cluster whose node n2 has the agent of this environment and one guest; n3 has neither. */
function place(given: { residents?: Partial<NodeResidents>; cloud?: () => Promise<CloudSession>; agents?: Record<string, string[]> } = {}): ResidentsPlace & Told {
  const { done, warnings }: Told = { done: [], warnings: [] };
  const agents: Record<string, string[]> = given.agents ?? { n2: ['lab'] };
  const servers: NodeResidents = {
    name: 'servers',
    title: 'instances',
    endpoint: 'compute',
    agent: 'nova-compute',
    list: async (_cloud, node) => (node === 'n2' ? [{ id: '7', name: 'web' }] : []),
    remove: async (_cloud, resources) => void done.push(...resources.map(({ id }) => `remove ${id}`)),
    forget: async (_cloud, node) => void done.push(`forget ${node}`),
    byHand: (node) => `Delete the record of ${node}.`,
    ...given.residents,
  };
  const events: ResidentsPlace['context']['events'] = (event) => {
    if (event.type === 'message') warnings.push(event.text);
  };
  const context = { environment: { name: 'lab', namespace: 'ccp-lab' }, events, residents: async () => [servers], cloud: given.cloud ?? (async () => cloud) };
  return { context, signal: new AbortController().signal, agentsOn: async (node) => agents[node] ?? [], patienceSeconds: 0, done, warnings };
}

describe('what a cloud has on a node that goes', () => {
  test('is named; nothing is known against a node without any', async () => {
    const { evidence, warnings } = await openResidents(place(), ['n2', 'n3']);
    expect([evidence, warnings]).toEqual([['of instances, on n2: web (7)'], []]);
  });

  test('with --force it is deleted, and the node is forgotten once it is gone', async () => {
    const there = place();
    const residents = await openResidents(there, ['n2']);
    await residents.end('n2');
    await residents.forget('n2', noStep);
    expect(there.done).toEqual(['remove 7', 'forget n2']);
    expect(there.warnings).toEqual([]);
  });

  test('what came while pods left is found', async () => {
    const lists = [[], [{ id: '8', name: '' }]];
    const residents = await openResidents(place({ residents: { list: async () => lists.shift() ?? [] } }), ['n2']);
    expect(residents.evidence).toEqual([]);
    expect(await residents.come('n2', noStep)).toEqual(['of instances, on n2: 8']);
  });

  test.each<[string, Parameters<typeof place>[0]]>([
    ['no cloud answers', { cloud: silent }],
    ['its API does not', { residents: { list: silent } }],
  ])('when %s, only a node with an agent is a reason, and --force tells what to do by hand', async (_what, given) => {
    const { evidence, warnings } = await openResidents(place(given), ['n2', 'n3']);
    expect(evidence).toEqual([expect.stringMatching(/^nova-compute runs on n2, .*there is no answer/)]);
    expect(warnings).toEqual([expect.stringMatching(/Delete the record of n2\.$/)]);
  });

  test('only the other environment knows what its agent has', async () => {
    const { evidence } = await openResidents(place({ agents: { n3: ['prod'] } }), ['n3']);
    expect(evidence).toEqual([expect.stringContaining('--environment prod')]);
  });

  test('a record that stays is told, and does not keep the node from going', async () => {
    const there = place({ residents: { forget: silent } });
    await (await openResidents(there, ['n2'])).forget('n2', noStep);
    expect(there.warnings).toEqual([expect.stringMatching(/there is no answer.*Delete the record of n2\./)]);
  });

  test('without components that have something there, no cloud is asked', async () => {
    const bare = place({ cloud: () => Promise.reject(new Error('asked')) });
    const { evidence } = await openResidents({ ...bare, context: { ...bare.context, residents: async () => [] } }, ['n2']);
    expect(evidence).toEqual([]);
  });
});
