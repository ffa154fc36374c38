import { z } from 'zod';

const tokenSchema = z.looseObject({ token: z.string().optional(), access_token: z.string().optional() });

/**
 * Exchanges a login (the `authorization` header; none: as a stranger) for a token at the place that a registry's `WWW-Authenticate: Bearer …` names, as in the token authentication of
 * the distribution specification. Undefined when the registry wants none, or the place refuses.
 */
export async function askForToken(challenge: string, authorization: Readonly<Record<string, string>>, signal: AbortSignal): Promise<string | undefined> {
  if (!/^bearer /i.test(challenge)) return undefined;
  const { realm, ...parameters } = Object.fromEntries([...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]));
  if (realm === undefined) return undefined;
  const url = new URL(realm);
  for (const name of ['service', 'scope']) if (parameters[name] !== undefined) url.searchParams.set(name, parameters[name]);
  const answer = await fetch(url, { headers: authorization, signal });
  if (!answer.ok) return undefined;
  const { token, access_token: accessToken } = tokenSchema.parse(await answer.json());
  return token ?? accessToken;
}
