import { CcpError, exitCode, nearest } from '../../diagnostics/index.ts';
import { readSecrets } from '../../engine/secrets.ts';
import { printResult, type AloneCommand, type AloneRun } from '../command.ts';
import { desiredState, modelsFor } from '../desired.ts';
import { environmentSchema, keyPaths } from '../explain/environment-schema.ts';
import { allErrorCodes, errorLines, explainError } from '../explain/error-code.ts';
import { explainKey, keyLines } from '../explain/key.ts';
import { explainService, serviceLines, type Live, type ServiceExplanation } from '../explain/service.ts';
import { findCluster } from '../tools.ts';
import { connect, type Workspace } from '../workspace.ts';

/** `ccp explain`: what something means, and why a service waits. */
export const explainCommand: AloneCommand = {
  name: 'explain',
  summary: 'Explain an error code, a configuration key, or a service: what it waits for and why it is not ready',
  arguments: [{ flags: '<what>', description: 'for example DEPLOY_FAILED, builder.width or keystone' }],
  details: `JSON of a code: {kind: error, name, meaning, exit, causes, remedies}; of a key: {kind: key, name, meaning, type, default, value, setAt, keys};
  of a service: {kind: service, name, title, component, state, needs: [{need, from, state}], jobs: [{need, from, state}], pods: [{name, state}], neededBy}.
  Codes and keys need no configuration; services are shown with their live state when there is a cluster.`,
  runAlone: runExplain,
};

async function runExplain(run: AloneRun): Promise<number> {
  const [what = ''] = run.args;
  const error = explainError(what);
  if (error !== undefined) return show(run, error, errorLines(error));
  const opened = await run.open().catch(asFault);
  const workspace = opened instanceof CcpError ? undefined : opened;
  if (workspace?.session.bindings.has(what) === true) {
    const service = await serviceIn(workspace, what);
    return show(run, service, serviceLines(service));
  }
  const schema = environmentSchema(workspace?.session);
  const key = explainKey(what, schema, workspace?.session);
  if (key !== undefined) return show(run, key, keyLines(key));
  // A service or a key of one cannot be told from a wrong word while the configuration is not valid.
  if (opened instanceof CcpError) throw opened;
  throw unknown(what, [...opened.session.bindings.keys(), ...allErrorCodes, ...keyPaths(schema)]);
}

function show(run: AloneRun, value: { readonly name: string }, lines: readonly string[]): number {
  printResult(run, value, () => lines.join('\n'), [value.name]);
  return exitCode.ok;
}

function asFault(fault: unknown): CcpError {
  if (fault instanceof CcpError) return fault;
  throw fault;
}

function unknown(what: string, known: readonly string[]): CcpError {
  const near = nearest(what, known);
  return new CcpError('USAGE', `"${what}" is neither an error code nor a configuration key nor a service`, {
    hint: near === undefined ? 'Give a code as errors show it, a key such as builder.width, or a service that ccp status lists.' : `Did you mean "${near}"?`,
  });
}

async function serviceIn(workspace: Workspace, name: string): Promise<ServiceExplanation> {
  const { session } = workspace;
  const { namespace } = session.configuration;
  const connection = await findCluster(await workspace.clusterSource());
  const cluster = connection === undefined ? undefined : await connect(workspace, connection);
  const [images, nodes, secrets] = await Promise.all([workspace.images(), cluster?.nodes() ?? [], readSecrets(cluster, namespace)]);
  const models = modelsFor(session, nodes);
  const index = models.findIndex((model) => model.owner.service === name);
  const model = models[index];
  const rendered = desiredState(session, models, images, secrets, nodes).services[index];
  if (model === undefined || rendered === undefined) throw new Error(`${name} is bound and not rendered`);
  const view = await cluster?.view(namespace);
  const live: Live | undefined = cluster === undefined || view === undefined ? undefined : { cluster, view, redact: (text) => secrets.redact(text) };
  try {
    return await explainService(model, rendered, models, live);
  } finally {
    view?.close();
  }
}
