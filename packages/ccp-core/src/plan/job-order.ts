import { CcpError, nearest } from '../diagnostics/index.ts';
import { findCycle } from '../graph/index.ts';
import type { ServiceModel } from '../render/index.ts';

/**
 * Faults (CATALOG_INVALID) of what jobs wait for: a name in `after` that is neither a job of the service nor a capability that it
 * requires or wants, a job before the daemon that waits for one after it, and jobs that wait for each other.
 */
export function checkJobs(models: readonly ServiceModel[]): CcpError[] {
  return models.flatMap((model) => [...unknownNames(model), ...phaseFaults(model), ...cycles(model)]);
}

function unknownNames({ owner: { service }, definition, jobs }: ServiceModel): CcpError[] {
  const known = [...jobs.keys(), ...(definition.requires ?? []), ...(definition.wants ?? [])];
  return [...jobs].flatMap(([job, { after = [] }]) =>
    after
      .filter((name) => !known.includes(name))
      .map((name) => {
        const near = nearest(name, known.filter((other) => other !== job));
        const hint = near === undefined ? 'Name a job of the service or a capability that it requires.' : `Did you mean "${near}"?`;
        return fault(service, `${service}: job "${job}" comes after "${name}", which is no job and no required capability`, hint);
      }),
  );
}

function phaseFaults({ owner: { service }, jobs }: ServiceModel): CcpError[] {
  return [...jobs].flatMap(([job, { phase, after = [] }]) =>
    after
      .filter((name) => phase !== 'after' && jobs.get(name)?.phase === 'after')
      .map((name) => fault(service, `${service}: job "${job}" runs before the daemon and waits for "${name}", which runs after it`, `Give "${job}" the phase "after" too.`)),
  );
}

function cycles({ owner: { service }, jobs }: ServiceModel): CcpError[] {
  const cycle = findCycle(new Map([...jobs].map(([job, { after = [] }]) => [job, after.filter((name) => jobs.has(name))])));
  return cycle === undefined ? [] : [fault(service, `${service}: jobs wait for each other: ${cycle.join(' -> ')}`, 'Remove one of these names from "after".')];
}

function fault(service: string, message: string, hint: string): CcpError {
  return new CcpError('CATALOG_INVALID', message, { where: { object: service }, hint });
}
