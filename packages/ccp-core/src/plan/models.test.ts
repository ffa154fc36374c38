import { describe, expect, test } from '@jest/globals';
import type { JobSpec, ServiceDefinition } from '../definition/index.ts';
import type { CcpError } from '../diagnostics/index.ts';
import { sampleApp, sampleDatabase } from '../testing/sample-catalog.ts';
import { sampleModels } from '../testing/sample-desired.ts';

async function faultOf(services: readonly ServiceDefinition[], sets: readonly string[] = []): Promise<CcpError | undefined> {
  return sampleModels(sets, services).then(() => undefined, (fault: CcpError) => fault);
}

describe('what jobs come after', () => {
  const withJobs = (jobs: Record<string, JobSpec>): ServiceDefinition[] => [sampleDatabase, { ...sampleApp, jobs: () => jobs }];
  const job = (...after: string[]): JobSpec => ({ command: ['x'], after });

  test('jobs of the service, of a provider, and required capabilities may be named', async () => {
    expect(await faultOf(withJobs({ one: job('database', 'db-create'), two: job('one') }))).toBeUndefined();
  });

  test.each([
    ['an unknown name', { 'db-sync': job('db-crate') }, /app: job "db-sync" comes after "db-crate"/, /"db-create"/],
    ['a cycle', { one: job('two'), two: job('one') }, /app: jobs wait for each other: one -> two -> one/, /after/],
    ['a job that waits for itself', { one: job('one') }, /one -> one/, /after/],
    ['a job before the daemon that waits for one after it', { one: job('two'), two: { command: ['x'], phase: 'after' } }, /"one" runs before the daemon and waits for "two"/, /phase/],
  ] as const)('%s is a fault', async (_, jobs, message, hint) => {
    const fault = await faultOf(withJobs(jobs));
    expect(fault).toMatchObject({ code: 'CATALOG_INVALID', message: expect.stringMatching(message) as unknown, hint: expect.stringMatching(hint) as unknown });
  });
});

describe('node ports', () => {
  const second: ServiceDefinition = { ...sampleApp, name: 'second', requires: [], jobs: () => ({}), files: {}, ports: () => ({ api: { port: 1, nodePort: 30500 }, other: { port: 2, nodePort: 30600 } }) };

  test('two services that want the same one are a fault, offset included', async () => {
    const fault = await faultOf([sampleDatabase, sampleApp, second], ['endpoints.nodePortOffset=100']);
    expect(fault).toMatchObject({ code: 'CATALOG_INVALID', message: 'node port 30600 is wanted by second (port "api") and app (port "main")' });
  });

  test('all faults are told at once', async () => {
    const fault = await faultOf([sampleDatabase, { ...sampleApp, jobs: () => ({ one: { command: ['x'], after: ['nothing'] } }) }, second]);
    expect(fault?.others).toHaveLength(1);
  });
});
