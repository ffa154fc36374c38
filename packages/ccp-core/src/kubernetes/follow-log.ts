import { get as getHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { get as getHttps } from 'node:https';
import { createInterface } from 'node:readline';
import type { KubeConfig } from '@kubernetes/client-node';
import type { ContainerPlace } from './exec.ts';

/**
 * Follows a container's log; see ClusterApi.followLog. A plain request instead of the client's own: that one cannot be stopped
 * without an unhandled fault. Throws `{code, body}` when the API server refuses, and the connection's fault.
 */
export async function followLog(config: KubeConfig, { namespace, pod, container, lines: before }: ContainerPlace & { readonly lines?: number | undefined }, onLine: (line: string) => void, signal: AbortSignal): Promise<void> {
  const url = new URL(`${config.getCurrentCluster()?.server ?? ''}/api/v1/namespaces/${namespace}/pods/${pod}/log`);
  url.search = new URLSearchParams({ container, follow: 'true', ...(before === undefined ? {} : { tailLines: String(before) }) }).toString();
  const options: RequestOptions = { signal };
  await config.applyToHTTPSOptions(options);
  try {
    const response = await open(url, options);
    const lines = createInterface({ input: response });
    // readline does not pass on the faults of its input: they end the loop like the end of the log does.
    response.on('error', () => lines.close());
    // The container has not started (400), or the pod is gone.
    if (response.statusCode === 400 || response.statusCode === 404) return void response.destroy();
    if (response.statusCode !== 200) throw { code: response.statusCode, body: await textOf(lines) };
    for await (const line of lines) onLine(line);
  } catch (fault) {
    if (!signal.aborted) throw fault;
  }
}

function open(url: URL, options: RequestOptions): Promise<IncomingMessage> {
  const get = url.protocol === 'https:' ? getHttps : getHttp;
  return new Promise((resolve, reject) => void get(url, options, resolve).on('error', reject));
}

async function textOf(lines: AsyncIterable<string>): Promise<string> {
  const all: string[] = [];
  for await (const line of lines) all.push(line);
  return all.join('\n');
}
