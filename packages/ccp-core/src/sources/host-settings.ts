import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { hostSettingsTarget, type HostSettings } from '../engine/contracts.ts';
import { backportsLine, releaseLines, type DebianMirrors } from './apt-sources.ts';
import { hostAptOptions } from './host-apt.ts';
import { hostCertificates } from './host-certificates.ts';
import { clientSettings, type ClientFiles } from './host-clients.ts';
import { debianMirrorsFor, withMirrors, type Mirrors } from './mirrors.ts';

/** Environment of the process. */
export type Environment = Readonly<Record<string, string | undefined>>;

const certificates = `${hostSettingsTarget}/ca.crt`;
const certificateVariables = ['SSL_CERT_FILE', 'PIP_CERT', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS', 'GIT_SSL_CAINFO'];
/** Names of the variables that say where a proxy is. */
export const proxyVariables = ['http_proxy', 'https_proxy', 'no_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'];

/** What network steps get: `ca.crt`, `env` to be sourced by sh, and `apt/<suite>.conf` with its list; from this host, but for `own` mirrors. */
export async function readHostSettings(suites: readonly string[], env: Environment, own: Mirrors = {}): Promise<HostSettings> {
  const [bundle, mirrors, options, files] = await Promise.all([hostCertificates(env), debianMirrorsFor(own), hostAptOptions(), readClientFiles(env)]);
  const variables = {
    ...Object.fromEntries(certificateVariables.map((name) => [name, certificates])),
    ...withMirrors(clientSettings(env, files), own),
  };
  const texts: Record<string, string> = { 'ca.crt': bundle, env: renderEnvironment(variables) };
  for (const suite of suites) {
    texts[`apt/${suite}.conf`] = renderAptConf(suite, mirrors, options);
    if (mirrors !== undefined) texts[`apt/${suite}.list`] = `${[...releaseLines(suite, mirrors), backportsLine(suite, mirrors)].join('\n')}\n`;
  }
  const proxies = proxyVariables.flatMap((name) => (env[name] === undefined || env[name] === '' ? [] : [[name, env[name]]]));
  return {
    files: Object.entries(texts).map(([path, text]) => ({ path, content: Buffer.from(text) })),
    proxies: Object.fromEntries(proxies) as Record<string, string>,
  };
}

/** `export` lines for sh, sorted by name. */
export function renderEnvironment(variables: Readonly<Record<string, string>>): string {
  const lines = Object.entries(variables).map(([name, value]) => `export ${name}='${value.replaceAll("'", String.raw`'\''`)}'\n`);
  return lines.sort().join('');
}

/** Settings of apt that hold while an image is built. Without mirrors of the host the image's own sources are used. */
export function renderAptConf(suite: string, mirrors: DebianMirrors | undefined, options: readonly string[]): string {
  const sources =
    mirrors === undefined ? [] : [`Dir::Etc::sourcelist "${hostSettingsTarget}/apt/${suite}.list";`, 'Dir::Etc::sourceparts "-";'];
  const lines = [
    ...sources,
    ...options,
    `Acquire::https::CaInfo "${certificates}";`,
    'Acquire::Retries "5";',
    'Acquire::http::Timeout "60";',
    'Acquire::https::Timeout "60";',
    'Acquire::Languages "none";',
    'APT::Keep-Downloaded-Packages "true";',
    // A half-made layer is thrown away: waiting for the disc after each file protects nothing.
    'Dpkg::Options:: "--force-unsafe-io";',
  ];
  return `${lines.join('\n')}\n`;
}

async function readClientFiles(env: Environment): Promise<ClientFiles> {
  const config = env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
  const read = (file: string | undefined): Promise<string> => (file === undefined ? Promise.resolve('') : readFile(file, 'utf8').catch(() => ''));
  const [pip, npm, go] = await Promise.all([
    Promise.all([env['PIP_CONFIG_FILE'], join(config, 'pip/pip.conf'), join(homedir(), '.pip/pip.conf'), '/etc/pip.conf'].map(read)),
    Promise.all([env['NPM_CONFIG_USERCONFIG'], join(homedir(), '.npmrc'), '/etc/npmrc'].map(read)),
    read(env['GOENV'] ?? join(config, 'go/env')),
  ]);
  return { pip, npm, go };
}
