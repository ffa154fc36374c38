import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { KubeConfig, V1Status } from '@kubernetes/client-node';
import type { ExecResult } from '../engine/cluster-contract.ts';

type Client = typeof import('@kubernetes/client-node');

/** A container of a pod. */
export interface ContainerPlace {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

/** Milliseconds that a command may take; what ccp runs in pods ends in seconds. */
const limitMs = 120_000;
/** How the API server refuses the upgrade for a pod that is gone and for a container that does not run. */
const notRunning = [400, 404, 500];

/** Runs a command in a container; see ClusterApi.exec. Throws the client's fault when the API server refuses or does not answer. */
export async function execInContainer(client: Client, config: KubeConfig, { namespace, pod, container }: ContainerPlace, command: readonly string[]): Promise<ExecResult> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  let status: V1Status | undefined;
  try {
    const socket = await new client.Exec(config).exec(namespace, pod, container, [...command], stdout, stderr, null, false, (told) => {
      status = told;
    });
    await once(socket as unknown as EventTarget, 'close', { signal: AbortSignal.timeout(limitMs) }).finally(() => socket.close());
  } catch (fault) {
    const { status: refused, message } = upgradeFault(fault);
    if (refused !== undefined && notRunning.includes(refused)) return { exitCode: -1, stdout: '', stderr: 'the container does not run' };
    throw refused === undefined ? fault : { code: refused, message };
  } finally {
    stdout.end();
    stderr.end();
  }
  const [out, err] = await Promise.all([text(stdout), text(stderr)]);
  return { exitCode: exitCodeOf(status), stdout: out, stderr: err };
}

function exitCodeOf(status: V1Status | undefined): number {
  if (status?.status === 'Success') return 0;
  const code = status?.details?.causes?.find((cause) => cause.reason === 'ExitCode')?.message;
  return code === undefined ? -1 : Number(code);
}

/** What the fault of a web socket says; its status stands in its message only. */
function upgradeFault(fault: unknown): { readonly status: number | undefined; readonly message: string } {
  const { message } = (fault as { error?: Error }).error ?? (fault as Error);
  const status = /Unexpected server response: (\d+)/.exec(message)?.[1];
  return { status: status === undefined ? undefined : Number(status), message };
}
