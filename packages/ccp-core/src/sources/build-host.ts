import { env as processEnvironment } from 'node:process';
import type { BuildHost } from '../engine/contracts.ts';
import { bootstrapRoot } from './bootstrap.ts';
import { readContext, readContextFile } from './context-files.ts';
import { readHostSettings, type Environment } from './host-settings.ts';
import type { Mirrors } from './mirrors.ts';
import { connectSources } from './source-store.ts';

/** This host as the source of files, settings and the Debian root, but for what `mirrors` says. `env` default: that of the process. */
export function connectHost(mirrors: Mirrors = {}, env: Environment = processEnvironment): BuildHost {
  return {
    readContext,
    readFile: readContextFile,
    settings: (suites) => readHostSettings(suites, env, mirrors),
    bootstrap: (root, use, options) => bootstrapRoot(root, use, { ...options, mirrors }),
    sources: connectSources(env),
  };
}
