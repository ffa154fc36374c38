import { CcpError, exitCode } from '../../diagnostics/index.ts';
import type { ClusterNode } from '../../engine/cluster-contract.ts';
import { printResult, type CommandRun, type WorkspaceCommand } from '../command.ts';
import { modelsFor } from '../desired.ts';
import { publicEndpoints } from '../public-endpoints.ts';
import { selectedServices } from '../service-selection.ts';
import { table } from '../table.ts';
import { findCluster } from '../tools.ts';
import { connect } from '../workspace.ts';

/** `ccp domains list`: where the cloud is reached. */
export const domainsListCommand: WorkspaceCommand = {
  name: 'domains list',
  summary: 'List host names and URLs of public endpoints',
  arguments: [{ flags: '[services...]', description: 'only of these services' }],
  details: `JSON: [{service, port, host, url}]. Names (-o name): the hosts, each once, for a hosts file or a certificate. Without endpoints.public.host
  the host is the first controller, so a cluster must be there.`,
  run: async (run) => {
    const names = selectedServices(run.workspace.session, run.args);
    const models = modelsFor(run.workspace.session, await nodesFor(run));
    const endpoints = publicEndpoints(models).filter(({ service }) => names.includes(service));
    const hosts = [...new Set(endpoints.map(({ host }) => host))];
    printResult(run, endpoints, () => table(['SERVICE', 'PORT', 'HOST', 'URL'], endpoints.map(({ service, port, host, url }) => [service, port, host, url])), hosts);
    return exitCode.ok;
  },
};

/** Nodes are only needed to find the host. */
async function nodesFor({ workspace }: CommandRun): Promise<readonly ClusterNode[]> {
  if (workspace.session.configuration.core.endpoints.public.host !== undefined) return [];
  const connection = await findCluster(await workspace.clusterSource());
  if (connection !== undefined) return (await connect(workspace, connection)).nodes();
  throw new CcpError('CLUSTER_MISSING', 'the host of public endpoints is not known before there is a cluster', { hint: 'Run ccp up, or set endpoints.public.host.' });
}
