import { defineConfig, defineService, exec, type ServiceContext, type ServiceDefinition } from 'ccp-core';
import { z } from 'zod';
import { ovnRemotes } from '../ovn/remotes.ts';
import { serverFiles, serverVariables } from './files.ts';
import { neutronImage } from './image.ts';

const schema = z.strictObject({
  debug: z.boolean().default(false).describe('Log at level DEBUG.'),
});

/** Configuration of a process of the server besides the API. */
export type WorkerConfig = z.infer<typeof schema>;

/** It answers nobody: it runs, or its container ends. */
const running = exec('true');

/** What tells one from another. */
export interface WorkerSpec {
  readonly name: string;
  readonly title: string;
  readonly program: string;
  /** Memory that it takes. */
  readonly memory: string;
}

/** A process of Neutron's server that serves nothing: it takes the settings, the database and the account of the API. */
export function workerService({ name, title, program, memory }: WorkerSpec): ServiceDefinition<WorkerConfig> {
  return defineService({
    name,
    title,
    kind: 'Deployment',
    image: neutronImage,
    config: defineConfig(schema),
    requires: ['network-server', 'ovn-northbound', 'ovn-southbound'],
    ports: () => ({}),
    files: serverFiles,
    variables: workerVariables,
    daemon: (context) => ({ command: ['with-ovn', program], env: ovnRemotes(context), probes: { started: running, ready: running } }),
    availability: { replicas: 1, spread: 'host' },
    resources: { requests: { cpu: '20m', memory }, limits: { memory: '512Mi' } },
  });
}

function workerVariables({ config, needs }: ServiceContext<WorkerConfig>): Readonly<Record<string, unknown>> {
  const { 'network-server': server } = needs;
  if (server === undefined) throw new Error('a worker requires network-server');
  return serverVariables(server, config.debug);
}
