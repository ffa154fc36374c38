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
    const refusal = upgradeRefusal(fault);
    if (refusal === undefined) throw fault;
    return { exitCode: -1, stdout: '', stderr: refusal };
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

/** A pod that is gone, or a container that does not run, refuses the upgrade to a web socket (404, 400, 500). */
function upgradeRefusal(fault: unknown): string | undefined {
  const { message } = (fault as { error?: Error }).error ?? (fault as Error);
  return /Unexpected server response: (400|404|500)/.test(message) ? 'the container does not run' : undefined;
}
