import { CcpError, exitCode } from '../../diagnostics/index.ts';
import { printResult, type CommandRun, type WorkspaceCommand } from '../command.ts';
import { modelsFor, unknownHost } from '../desired.ts';
import { publicEndpoints, type PublicEndpoint } from '../public-endpoints.ts';
import { selectedServices } from '../service-selection.ts';
import { table } from '../table.ts';
import { findCluster } from '../tools.ts';
import { connect } from '../workspace.ts';

/** `ccp domains list`: where the cloud is reached. */
export const domainsListCommand: WorkspaceCommand = {
  name: 'domains list',
  summary: 'List host names and URLs of public endpoints',
  arguments: [{ flags: '[services...]', description: 'only of these services' }],
  details: `JSON: [{service, port, host, url}]. Names (-o name): the hosts, each once, for a hosts file or a certificate. With endpoints.ingress
  the host names of the Ingress. The host of node ports is the first controller without endpoints.public.host, so a cluster must be there.`,
  run: async (run) => {
    const names = selectedServices(run.workspace.session, run.args);
    const endpoints = (await endpointsOf(run)).filter(({ service }) => names.includes(service));
    const hosts = [...new Set(endpoints.map(({ host }) => host))];
    printResult(run, endpoints, () => table(['SERVICE', 'PORT', 'HOST', 'URL'], endpoints.map(({ service, port, host, url }) => [service, port, host, url])), hosts);
    return exitCode.ok;
  },
};

/** A cluster is only asked where it must tell the host. */
async function endpointsOf({ workspace }: CommandRun): Promise<PublicEndpoint[]> {
  const known = publicEndpoints(modelsFor(workspace.session, []));
  if (known.every(({ host }) => host !== unknownHost)) return known;
  const connection = await findCluster(await workspace.clusterSource());
  if (connection !== undefined) return publicEndpoints(modelsFor(workspace.session, await (await connect(workspace, connection)).nodes()));
  throw new CcpError('CLUSTER_MISSING', 'the host of public endpoints is not known before there is a cluster', { hint: 'Run ccp up, or set endpoints.public.host.' });
}
