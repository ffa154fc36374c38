import type { Operation, OperationAction } from '../definition/index.ts';
import { CcpError } from '../diagnostics/index.ts';
import { liveSecretsOf, renderServiceFile, workloadLabel, type ServiceModel } from '../render/index.ts';
import type { ClusterApi, ClusterView } from './cluster-contract.ts';
import { stoppable } from './interruption.ts';
import { liveFilesOf } from './live-files.ts';
import { judgePod } from './verdict.ts';

/** What an operation is made from. */
export interface OperationInputs {
  readonly cluster: ClusterApi;
  readonly view: ClusterView;
  readonly model: ServiceModel;
  readonly run: string;
  readonly signal: AbortSignal;
  now(): Date;
  say(line: string): void;
  /** What is waited for; progress only. */
  onWait(text: string): void;
}

/** The view of the environment that an action gets which ccp carries out. From the moment that the signal aborts nothing is changed any more. */
export function openOperation({ cluster, view, model, run, signal, now, say, onWait }: OperationInputs): Operation {
  const { namespace, service } = model.owner;
  return {
    run,
    context: model.context,
    signal,
    now,
    say,
    file: (key) => renderServiceFile(model, key) ?? undeclared(service, 'file', key),
    liveFiles: (name) => {
      const secret = `${service}-${name}`;
      const spec = liveSecretsOf(model, [name])[secret] ?? undeclared(service, 'live files', name);
      return liveFilesOf({ cluster: stoppable(cluster, signal), view, namespace, service, secret, spec, signal, onWait });
    },
    exec: async (command) => {
      const pod = readyPod(view, service);
      const { exitCode, stdout, stderr } = await cluster.exec(namespace, pod, model.definition.name, command);
      if (exitCode === 0) return stdout;
      throw new CcpError('ACTION_FAILED', `${command.join(' ')} in ${pod} ended with exit code ${exitCode}`, { evidence: stderr.trimEnd().split('\n').slice(-15), hint: 'Mend the cause and run the action again.' });
    },
  };
}

/** Runs the work of an action that ccp carries out. */
export async function operate(action: OperationAction, operation: Operation, parameters: unknown): Promise<void> {
  await action.operate(operation, parameters as never);
}

function readyPod(view: ClusterView, service: string): string {
  const pod = view.pods().find((item) => item.metadata?.labels?.[workloadLabel] === service && item.metadata.deletionTimestamp === undefined && judgePod(item).state === 'ready');
  if (pod?.metadata?.name === undefined) throw new CcpError('NOT_DEPLOYED', `no pod of ${service} is ready`, { hint: 'See ccp status.' });
  return pod.metadata.name;
}

function undeclared(service: string, what: string, key: string): never {
  throw new CcpError('CATALOG_INVALID', `${service} has no ${what} "${key}"`, { where: { object: service } });
}
