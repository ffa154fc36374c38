import { resolveSecrets } from '../definition/index.ts';
import type { LiveObject } from '../engine/cluster-contract.ts';
import type { LiveState } from '../engine/live-state.ts';
import type { SecretStore } from '../engine/secrets.ts';
import { fileChanges, type FileChange, type FileTexts } from '../plan/file-changes.ts';
import { contentLabel, type KubeObject, type RenderedService, type ServiceModel } from '../render/index.ts';

/** How the files and secret variables of a service's daemon differ from those that its live workload names; none before it is deployed. */
export function configDifferences(model: ServiceModel, rendered: RenderedService, live: LiveState, secrets: SecretStore): FileChange[] {
  const workload = rendered.workload === undefined ? undefined : live.find(rendered.workload);
  if (workload === undefined) return [];
  const after = configOf(rendered);
  const before = deployedConfig(workload, live);
  if (after?.metadata.name === before?.metadata.name) return [];
  const wanted = (after?.['stringData'] ?? {}) as Readonly<Record<string, string>>;
  const deployed = (before?.['data'] ?? {}) as Readonly<Record<string, string>>;
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(deployed)])].sort();
  const files = names.map((file): FileTexts => {
    const encoded = deployed[file];
    const format = model.definition.files?.[file]?.format ?? 'text';
    return { file, format, before: encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString(), after: wanted[file] };
  });
  return fileChanges(files, { resolve: (text) => resolveSecrets(text, (name) => valueOf(secrets, name)), redact: (text) => secrets.redact(text) });
}

function configOf({ supports }: RenderedService): KubeObject | undefined {
  return supports.find((object) => object.kind === 'Secret' && object.metadata.labels?.[contentLabel] === 'config');
}

/** The config object that the live workload names. */
function deployedConfig(workload: LiveObject, live: LiveState): LiveObject | undefined {
  const text = JSON.stringify(workload['spec']);
  return live.objects.find(({ kind, metadata }) => kind === 'Secret' && metadata.labels?.[contentLabel] === 'config' && text.includes(`"${metadata.name}"`));
}

/** A secret that is not made yet differs from everything. */
function valueOf(secrets: SecretStore, name: string): string {
  return secrets.version(name) === 'new' ? '' : secrets.value(name);
}
