import { CcpError, exitCode } from '../../diagnostics/index.ts';
import { printResult, type CoreCommand } from '../command.ts';
import { refreshCredentials } from '../deploying.ts';
import { findCluster } from '../tools.ts';

/** `ccp openrc`: writes the administrator's credentials to files that only the owner can read. */
export const openrcCommand: CoreCommand = {
  name: 'openrc',
  summary: "Write the administrator's openrc and clouds.yaml (mode 0600) and print where; use it as: . $(ccp openrc)",
  details: 'JSON: {openrc, clouds}: absolute paths. The password is never printed.',
  run: async (run) => {
    const connection = await findCluster(await run.workspace.clusterSource());
    if (connection === undefined) throw new CcpError('CLUSTER_MISSING', 'this environment has no cluster', { hint: 'Run ccp up.' });
    const files = await refreshCredentials(run.workspace, connection);
    printResult(run, files, () => files.openrc);
    return exitCode.ok;
  },
};
