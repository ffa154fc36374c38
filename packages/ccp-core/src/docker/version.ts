import type Docker from 'dockerode';
import coerce from 'semver/functions/coerce.js';
import gte from 'semver/functions/gte.js';
import { CcpError } from '../diagnostics/index.ts';
import { engineError } from './faults.ts';

/** Docker 20.10: the oldest engine whose BuildKit understands the Dockerfiles that ccp emits. */
const neededApi = '1.41';

/** Throws PREREQUISITE when the engine's API is older than 1.41, ENGINE_UNREACHABLE when it does not answer. */
export async function checkVersion(docker: Docker): Promise<void> {
  const { ApiVersion: api, Version: version } = await docker.version().catch((cause: unknown) => {
    throw engineError('asking for its version', cause);
  });
  const offered = coerce(api);
  if (offered !== null && gte(offered, coerce(neededApi) ?? neededApi)) return;
  throw new CcpError('PREREQUISITE', `The Docker engine ${version} is too old: it speaks API ${api}, ccp needs ${neededApi} (Docker 20.10) or newer.`, {
    hint: 'Update the engine, or let DOCKER_HOST name a newer one.',
  });
}
