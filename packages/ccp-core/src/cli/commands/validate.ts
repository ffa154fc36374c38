import { CcpError, exitCode, throwAll, type ErrorCode, type Where } from '../../diagnostics/index.ts';
import type { AloneCommand, AloneRun } from '../command.ts';
import { printResult } from '../output.ts';
import type { CheckedSession } from '../session-check.ts';
import type { Session } from '../session.ts';

/** One fault in the JSON of `ccp validate`. */
interface FaultView {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string | undefined;
  /** File, line and column, and what it is about, as far as they are known. */
  readonly where: Where;
}

/** `ccp validate`: everything that is wrong with an environment before anything is built or deployed. */
export const validateCommand: AloneCommand = {
  name: 'validate',
  summary: 'Check configuration, components, images, bindings, topology, templates, jobs and ports; needs neither engine nor cluster, changes nothing',
  details: 'All faults are listed at once, in the order of the files; exit 2. JSON: [{code, message, hint, where: {file, line, column, object}}], empty when all is well.\nNames (-o name): codes.',
  runAlone: async (run) => {
    const { faults, session, warnings } = await checked(run);
    if (run.output === 'table') throwAll(faults);
    printResult(run, faults.map(viewOf), () => [...warnings.map((text) => `warning: ${text}`), summary(session)].join('\n'), faults.map(({ code }) => code));
    return faults.length === 0 ? exitCode.ok : exitCode.usage;
  },
};

/** Files that cannot be read leave nothing to check, and are faults like others for who reads JSON. */
async function checked(run: AloneRun): Promise<Omit<CheckedSession, 'session'> & { readonly session?: Session }> {
  try {
    return await run.check();
  } catch (fault) {
    if (fault instanceof CcpError) return { faults: [fault, ...fault.others], warnings: [] };
    throw fault;
  }
}

function viewOf({ code, message, hint, where }: CcpError): FaultView {
  return { code, message, hint, where: where ?? {} };
}

/** What was checked. */
function summary(session: Session | undefined): string {
  if (session === undefined) return '';
  const { catalog, configuration, bindings, templates, topology } = session;
  const file = configuration.raw.file ?? 'no configuration file: every value is a default';
  const bound = [...bindings.values()].reduce((sum, own) => sum + own.size, 0);
  const roles = new Set([...topology.rolesOf.values()].flat());
  return [
    `Valid: ${file}`,
    `  environment  ${configuration.core.environment.name}, profile ${configuration.core.profile}, namespace ${configuration.namespace}`,
    `  components   ${catalog.components.length}, with ${catalog.images.length} images`,
    `  services     ${bindings.size}: ${[...bindings.keys()].join(', ')}`,
    `  bindings     ${bound}`,
    `  roles        ${[...roles].join(', ')}`,
    `  templates    ${templates.size}, rendered; ports and jobs fit together`,
  ].join('\n');
}
