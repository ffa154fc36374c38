import { env as processEnvironment } from 'node:process';
import type { BuildHost } from '../engine/contracts.ts';
import { bootstrapRoot } from './bootstrap.ts';
import { readContext, readContextFile } from './context-files.ts';
import { readHostSettings, type Environment } from './host-settings.ts';
import { connectSources } from './source-store.ts';

/** This host as the source of files, settings and the Debian root. `env` default: that of the process. */
export function connectHost(env: Environment = processEnvironment): BuildHost {
  return {
    readContext,
    readFile: readContextFile,
    settings: (suites) => readHostSettings(suites, env),
    bootstrap: bootstrapRoot,
    sources: connectSources(env),
  };
}
