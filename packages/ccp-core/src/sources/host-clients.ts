import { parse } from 'ini';

/** Files of package clients on the host that may hold settings: their texts, empty when absent. */
export interface ClientFiles {
  /** pip's configuration files, the strongest first. */
  readonly pip: readonly string[];
  /** npm's, the strongest first. */
  readonly npm: readonly string[];
  /** Go's file of `go env -w`. */
  readonly go: string;
}

const pipVariables = ['PIP_INDEX_URL', 'PIP_EXTRA_INDEX_URL', 'PIP_TRUSTED_HOST', 'PIP_DEFAULT_TIMEOUT', 'PIP_RETRIES'];
const uvVariables = ['UV_DEFAULT_INDEX', 'UV_INDEX', 'UV_INDEX_URL', 'UV_EXTRA_INDEX_URL', 'UV_INSECURE_HOST', 'UV_HTTP_TIMEOUT'];
const goVariables = ['GOPROXY', 'GOSUMDB', 'GONOSUMDB', 'GONOPROXY', 'GOPRIVATE', 'GOINSECURE', 'GOFLAGS'];

/**
 * Settings of package clients that this host sets explicitly, as environment variables for a build. What is not set stays
 * the client's own default; credentials of npm are never taken.
 */
export function clientSettings(env: Readonly<Record<string, string | undefined>>, files: ClientFiles): Record<string, string> {
  const found: Record<string, string> = {
    ...goFile(files.go),
    ...pipFiles(files.pip),
    ...pick(env, [...pipVariables, ...uvVariables, ...goVariables]),
  };
  const registry = env['npm_config_registry'] ?? env['NPM_CONFIG_REGISTRY'] ?? npmRegistry(files.npm);
  if (registry !== undefined) found['npm_config_registry'] = registry;
  // uv does not read pip's settings.
  const index = found['PIP_INDEX_URL'];
  if (index !== undefined && !uvVariables.slice(0, 3).some((name) => name in found)) found['UV_DEFAULT_INDEX'] = index;
  return found;
}

function pick(env: Readonly<Record<string, string | undefined>>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (env[name] === undefined || env[name] === '' ? [] : [[name, env[name]]])));
}

function pipFiles(texts: readonly string[]): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const text of [...texts].reverse()) {
    const parsed: unknown = parse(text);
    for (const section of ['global', 'install', 'download']) {
      const values: unknown = (parsed as Record<string, unknown>)[section] ?? {};
      for (const [key, value] of Object.entries(values as object)) {
        const name = `PIP_${key.toUpperCase().replaceAll('-', '_')}`;
        if (pipVariables.includes(name) && typeof value === 'string') settings[name] = value;
      }
    }
  }
  return settings;
}

function npmRegistry(texts: readonly string[]): string | undefined {
  for (const text of texts) {
    const registry: unknown = (parse(text) as Record<string, unknown>)['registry'];
    if (typeof registry === 'string') return registry;
  }
  return undefined;
}

function goFile(text: string): Record<string, string> {
  const lines = text.split('\n').map((line) => /^([A-Z0-9]+)=(.+)$/.exec(line.trim()));
  return Object.fromEntries(lines.flatMap((match) => (match?.[1] !== undefined && goVariables.includes(match[1]) ? [[match[1], match[2] ?? '']] : [])));
}
