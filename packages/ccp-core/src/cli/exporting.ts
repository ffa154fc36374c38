import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { stringify } from 'yaml';
import { secretNames } from '../definition/index.ts';
import { CcpError } from '../diagnostics/index.ts';
import type { DesiredObject } from '../engine/desired-objects.ts';
import type { SecretStore } from '../engine/secrets.ts';
import { fillSecrets, type KubeObject } from '../render/index.ts';

/** What was written. */
export interface Export {
  /** Absolute. */
  readonly directory: string;
  /** Names of files in the order in which they are to be applied. */
  readonly files: readonly string[];
  /** Secrets whose values do not exist yet: the files hold references in their places. */
  readonly unresolved: readonly string[];
}

/** Throws USAGE when the folder exists and is not empty, or is no folder. Writes nothing. */
export async function requireEmptyFolder(directory: string): Promise<void> {
  const found = await readdir(directory).catch((fault: NodeJS.ErrnoException) => {
    if (fault.code === 'ENOENT') return [];
    throw new CcpError('USAGE', `cannot write to ${directory}: ${fault.message}`, { where: { file: directory }, hint: 'Give a new or an empty folder.', cause: fault });
  });
  if (found.length > 0) throw new CcpError('USAGE', `the folder ${directory} is not empty`, { where: { file: directory }, hint: 'Give a new or an empty folder; nothing is overwritten.' });
}

/**
 * Writes objects as YAML, one a file, with names that sort in their order. Secrets hold their values and can be read by the owner only
 * (0600). A Secret of which a value does not exist yet keeps the reference, so that what was written can be looked at and compared, not deployed.
 */
export async function exportObjects(given: string, objects: readonly DesiredObject[], secrets: SecretStore): Promise<Export> {
  const directory = resolve(given);
  await requireEmptyFolder(directory);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const unresolved = new Set<string>();
  const files: string[] = [];
  for (const [i, { service, object }] of objects.entries()) {
    const missing = secretNames(JSON.stringify(object)).filter((name) => secrets.version(name) === 'new');
    for (const name of missing) unresolved.add(name);
    const finished = missing.length > 0 ? object : fillSecrets(object, (name) => secrets.value(name));
    const file = `${String(i).padStart(3, '0')}-${service ?? 'environment'}-${object.kind.toLowerCase()}-${object.metadata.name}.yaml`;
    await writeFile(join(directory, file), yamlOf(finished), { mode: object.kind === 'Secret' ? 0o600 : 0o644, flag: 'wx' });
    files.push(file);
  }
  return { directory, files, unresolved: [...unresolved].sort() };
}

/** Through JSON, so that references and absent fields come out as data. */
function yamlOf(object: KubeObject): string {
  return stringify(JSON.parse(JSON.stringify(object)), { aliasDuplicateObjects: false, lineWidth: 0 });
}
