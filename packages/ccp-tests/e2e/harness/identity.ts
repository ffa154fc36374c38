import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { stateDirectory } from './ccp.ts';

/** Variables of the environment's openrc. */
export async function openrc(): Promise<Record<string, string>> {
  const text = await readFile(`${stateDirectory}/openrc`, 'utf8');
  return Object.fromEntries([...text.matchAll(/^export (\w+)='(.*)'$/gm)].map((match) => [match[1] ?? '', match[2] ?? '']));
}

/**
 * Status of GET /v3/auth/tokens for a token that checks itself: 200 when Keystone accepts it. Over a connection of its own: a kept one would go on
 * asking whoever answered while the pod was replaced.
 */
export async function tokenStatus(token: string): Promise<number | undefined> {
  const { OS_AUTH_URL: url = '' } = await openrc();
  const request = get(`${url}/auth/tokens`, { agent: false, headers: { 'X-Auth-Token': token, 'X-Subject-Token': token }, signal: AbortSignal.timeout(10_000) });
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  answer.resume();
  return answer.statusCode;
}
