import { exitCode } from '../../diagnostics/index.ts';
import { serviceLevels } from '../../plan/models.ts';
import { printResult, type WorkspaceCommand } from '../command.ts';
import { dependencyClosure, selectedServices } from '../service-selection.ts';

/** `ccp show-dep`: what services need. */
export const showDepCommand: WorkspaceCommand = {
  name: 'show-dep',
  summary: 'Show the services that the given ones need, directly or through others, on one line, providers first',
  arguments: [{ flags: '<services...>', description: 'names of services' }],
  details: 'JSON: [name], providers first, without the given ones.',
  run: async (run) => {
    const { session } = run.workspace;
    const given = selectedServices(session, run.args);
    const closure = dependencyClosure(session, given);
    const needed = serviceLevels(session.bindings).flat().filter((name) => closure.has(name) && !given.includes(name));
    printResult(run, needed, () => needed.join(' '), needed);
    return exitCode.ok;
  },
};
