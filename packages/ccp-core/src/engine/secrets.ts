import { randomInt, randomUUID } from 'node:crypto';
import { CcpError } from '../diagnostics/index.ts';
import { environmentLabel } from '../render/index.ts';
import type { ClusterApi, LiveObject } from './cluster-contract.ts';

/** Secrets of an environment as they are in its cluster. */
export interface SecretStore {
  /** Throws NOT_DEPLOYED when the secret does not exist. */
  value(name: string): string;
  /** A random id that changes with the value; `new` when the secret does not exist yet. */
  version(name: string): string;
  /** `text` with every secret value in it replaced by `***`, for what comes from logs. Values of less than 8 characters stay. */
  redact(text: string): string;
}

/** The one Secret that holds every generated value; no pod mounts it. */
const masterName = 'ccp-secrets';
const versionsAnnotation = 'ccp.io/versions';
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const length = 32;
/** Characters of the shortest value that is taken out of texts. */
const leastRedacted = 8;

/** Reads the secrets of an environment; none when it has not been deployed. */
export async function readSecrets(cluster: ClusterApi | undefined, namespace: string): Promise<SecretStore> {
  return storeOf(await cluster?.get(masterRef(namespace)));
}

/**
 * Makes sure that every secret of `required` exists: what is missing is taken from `imported`, else generated; what is there is never changed.
 * Two runs at once agree: the Secret is created or changed by compare-and-swap, and the loser takes the winner's values.
 */
export async function ensureSecrets(cluster: ClusterApi, environment: string, namespace: string, required: readonly string[], imported: (name: string) => string | undefined = () => undefined): Promise<SecretStore> {
  for (;;) {
    const live = await cluster.get(masterRef(namespace));
    const missing = required.filter((name) => live?.['data'] === undefined || !(name in (live['data'] as object)));
    if (missing.length === 0) return storeOf(live);
    const next = withValues(live, new Map(missing.map((name) => [name, imported(name) ?? generate()])), environment, namespace);
    const written = live === undefined ? await cluster.create(next) : await cluster.replace(next);
    if (written) return storeOf(next);
  }
}

function masterRef(namespace: string): { apiVersion: string; kind: string; metadata: { name: string; namespace: string } } {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name: masterName, namespace } };
}

function withValues(live: LiveObject | undefined, values: ReadonlyMap<string, string>, environment: string, namespace: string): LiveObject {
  const versions = { ...versionsOf(live), ...Object.fromEntries([...values.keys()].map((name) => [name, randomUUID().slice(0, 8)])) };
  const base = live ?? { ...masterRef(namespace), metadata: { name: masterName, namespace, labels: { 'app.kubernetes.io/managed-by': 'ccp', [environmentLabel]: environment } } };
  return {
    ...base,
    metadata: { ...base.metadata, annotations: { ...base.metadata.annotations, [versionsAnnotation]: JSON.stringify(versions) } },
    data: { ...(live?.['data'] as object | undefined), ...Object.fromEntries([...values].map(([name, value]) => [name, Buffer.from(value).toString('base64')])) },
  };
}

function generate(): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}

function versionsOf(live: LiveObject | undefined): Record<string, string> {
  return JSON.parse(live?.metadata.annotations?.[versionsAnnotation] ?? '{}') as Record<string, string>;
}

/** Replaces each of `values` in a text by `***`, also as it stands in a URL or in JSON. Values of less than 8 characters stay: they stand in ordinary words. */
export function redactor(values: readonly string[]): (text: string) => string {
  // The longest first: one value may be part of another.
  const forms = values
    .filter((value) => value.length >= leastRedacted)
    .flatMap((value) => [...new Set([value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)])])
    .sort((a, b) => b.length - a.length);
  return (text) => forms.reduce((rest, form) => rest.replaceAll(form, '***'), text);
}

function storeOf(live: LiveObject | undefined): SecretStore {
  const data = (live?.['data'] ?? {}) as Record<string, string>;
  const versions = versionsOf(live);
  return {
    redact: redactor(Object.values(data).map((encoded) => Buffer.from(encoded, 'base64').toString())),
    version: (name) => versions[name] ?? 'new',
    value: (name) => {
      const encoded = data[name];
      if (encoded === undefined) throw new CcpError('NOT_DEPLOYED', `the environment has no secret "${name}" yet`, { hint: 'Run ccp deploy.' });
      return Buffer.from(encoded, 'base64').toString();
    },
  };
}
