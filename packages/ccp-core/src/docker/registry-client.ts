import { CcpError } from '../diagnostics/index.ts';
import type { RegistryClient } from '../engine/contracts.ts';

/** Kinds of manifests that an image may have; a registry hides a manifest of a kind that is not asked for. */
const manifestKinds = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];

/** How long a registry may take to answer, in milliseconds. */
const patience = 10_000;

/** Asks registries without credentials. A loopback address is spoken to in plain HTTP, as engines do. */
export function connectRegistry(): RegistryClient {
  return {
    async manifestDigest(reference) {
      const { url, host } = manifestUrl(reference);
      let answer: Response;
      try {
        answer = await fetch(url, { method: 'HEAD', headers: { accept: manifestKinds.join(', ') }, signal: AbortSignal.timeout(patience) });
      } catch (cause) {
        throw new CcpError('REGISTRY_FAILED', `The registry ${host} does not answer.`, { cause });
      }
      if (answer.status === 404) return undefined;
      // A registry that wants a login hides what it has; the engine's push finds out.
      if (answer.status === 401 || answer.status === 403) return undefined;
      if (!answer.ok) throw new CcpError('REGISTRY_FAILED', `The registry ${host} answered ${answer.status} for ${reference}.`);
      return answer.headers.get('docker-content-digest') ?? '';
    },
  };
}

/** URL of the manifest of `<host>/<name>:<tag>`, as in the OCI distribution specification. */
export function manifestUrl(reference: string): { url: string; host: string } {
  const match = /^([^/]+)\/(.+):([^:/]+)$/.exec(reference);
  if (match === null) throw new Error(`${reference} names no registry, name and tag`);
  const [, host = '', name = '', tag = ''] = match;
  const scheme = /^(localhost|127\.[\d.]+|\[::1\])(:\d+)?$/.test(host) ? 'http' : 'https';
  return { url: `${scheme}://${host}/v2/${name}/manifests/${tag}`, host };
}
