import { readFile } from 'node:fs/promises';
import { stateDirectory } from './ccp.ts';

/** Variables of the environment's openrc. */
export async function openrc(): Promise<Record<string, string>> {
  const text = await readFile(`${stateDirectory}/openrc`, 'utf8');
  return Object.fromEntries([...text.matchAll(/^export (\w+)='(.*)'$/gm)].map((match) => [match[1] ?? '', match[2] ?? '']));
}

/** Status of GET /v3/auth/tokens for a token that checks itself: 200 when Keystone accepts it. */
export async function tokenStatus(token: string): Promise<number> {
  const { OS_AUTH_URL: url = '' } = await openrc();
  const answer = await fetch(`${url}/auth/tokens`, { headers: { 'X-Auth-Token': token, 'X-Subject-Token': token }, signal: AbortSignal.timeout(10_000) });
  return answer.status;
}
