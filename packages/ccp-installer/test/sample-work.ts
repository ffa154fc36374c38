import type { EngineEvent, ToolContext } from 'ccp-core';
import type Docker from 'dockerode';
import { planCluster } from '../src/cluster/plan.ts';
import type { ClusterWork } from '../src/cluster/work.ts';
import { readSettings } from '../src/settings.ts';

/** What {@link sampleWork} is made from. */
export interface SampleWorkOptions {
  readonly docker: Docker;
  readonly stateDirectory?: string;
  /** Section `installer`; the cluster is named `dev`. */
  readonly section?: object;
  /** Numbers of the nodes that there are. */
  readonly existing?: readonly number[];
  readonly events?: EngineEvent[];
}

/** Work on the cluster `dev` of the environment `lab`; images are never built. */
export function sampleWork({ docker, stateDirectory = '/nowhere', section = {}, existing = [], events = [] }: SampleWorkOptions): ClusterWork {
  const { signal } = new AbortController();
  const context: ToolContext = {
    environment: { name: 'lab', namespace: 'lab' },
    section: { name: 'dev', ...section },
    kubernetes: {},
    stateDirectory,
    events: (event) => void events.push(event),
    signal,
    imageReference: (image) => Promise.resolve(`ccp.local/ccp/${image.name}:1`),
    cloud: () => Promise.reject(new Error('there is no cloud')),
    residents: () => Promise.resolve([]),
    write: () => undefined,
  };
  return { plan: planCluster(readSettings(context), existing), docker, context, signal };
}
