import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { CcpError } from '../diagnostics/index.ts';
import type { RegistryLogin } from '../engine/contracts.ts';

/** The parts of docker's own `config.json` that hold logins. */
const configSchema = z.looseObject({
  auths: z.record(z.string(), z.looseObject({ auth: z.string().optional() })).default({}),
  credHelpers: z.record(z.string(), z.string()).default({}),
  credsStore: z.string().optional(),
});

const answerSchema = z.looseObject({ Username: z.string(), Secret: z.string() });

/** What a helper says, on its standard output, when it has nothing. */
const notFound = /credentials not found/i;

/**
 * The login that the docker client has for a registry (`host:port`) in these variables: from `config.json` of `$DOCKER_CONFIG` or `~/.docker`, or from the
 * helper that it names, over the helper's own protocol. Undefined when there is none, or only a token that stands for one.
 * Throws REGISTRY_FAILED when the file or the helper cannot be used.
 */
export async function dockerLogin(host: string, environment: NodeJS.ProcessEnv): Promise<RegistryLogin | undefined> {
  const file = join(environment['DOCKER_CONFIG'] ?? join(environment['HOME'] ?? homedir(), '.docker'), 'config.json');
  const config = await readConfig(file);
  if (config === undefined) return undefined;
  const helper = config.credHelpers[host] ?? config.credsStore;
  const stored = helper === undefined ? undefined : await askHelper(helper, host, environment);
  return stored ?? writtenLogin(config.auths, host);
}

async function readConfig(file: string): Promise<z.output<typeof configSchema> | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw unusable(file, cause);
  }
  try {
    return configSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw unusable(file, cause);
  }
}

function unusable(file: string, cause: unknown): CcpError {
  return new CcpError('REGISTRY_FAILED', "docker's own configuration, which may hold the login of the registry, cannot be read", {
    where: { file },
    hint: 'Mend the file, or set registry.username and registry.passwordFile.',
    cause,
  });
}

/** Entries are named by host, or by a URL of older clients. */
function writtenLogin(auths: z.output<typeof configSchema>['auths'], host: string): RegistryLogin | undefined {
  const entry = Object.entries(auths).find(([name]) => name.replace(/^https?:\/\//, '').replace(/\/.*$/, '') === host)?.[1];
  const text = Buffer.from(entry?.auth ?? '', 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon > 0 ? { username: text.slice(0, colon), password: text.slice(colon + 1) } : undefined;
}

/** The host goes over standard input, the login comes over standard output: neither is an argument. */
async function askHelper(helper: string, host: string, env: NodeJS.ProcessEnv): Promise<RegistryLogin | undefined> {
  const program = `docker-credential-${helper}`;
  const { execa } = await import('execa');
  const { exitCode, stdout, failed, shortMessage } = await execa(program, ['get'], { input: host, env, extendEnv: false, reject: false, timeout: 30_000 });
  if (exitCode !== undefined && failed && notFound.test(stdout)) return undefined;
  if (failed) {
    throw new CcpError('REGISTRY_FAILED', `${program}, which docker's configuration names for ${host}, gives no login`, {
      evidence: [exitCode === undefined ? (shortMessage ?? 'it did not run') : `exit code ${exitCode}`],
      hint: 'Log in again with docker login, or set registry.username and registry.passwordFile.',
    });
  }
  const answer = answerSchema.safeParse(JSON.parse(stdout));
  return answer.success && answer.data.Username !== '<token>' ? { username: answer.data.Username, password: answer.data.Secret } : undefined;
}
