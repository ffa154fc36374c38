import { resolveSecrets } from '../definition/index.ts';
import type { LiveState } from '../engine/live-state.ts';
import type { SecretStore } from '../engine/secrets.ts';
import { fileChanges, type FileChange, type FileTexts } from '../plan/file-changes.ts';
import { contentLabel, workloadsOf, type KubeObject, type RenderedService, type ServiceModel } from '../render/index.ts';

/**
 * How the files and secret variables of a service's daemon differ from those that its live workloads name; none before they are deployed. Those of nodes
 * with a configuration of their own bear the name of their DaemonSet.
 */
export function configDifferences(model: ServiceModel, rendered: RenderedService, live: LiveState, secrets: SecretStore): FileChange[] {
  return workloadsOf(rendered).flatMap((workload) => {
    const changes = differencesOf(workload, { model, rendered, live, secrets });
    return workload === rendered.workload ? changes : changes.map((change) => ({ ...change, file: `${workload.metadata.name}: ${change.file}` }));
  });
}

interface Compared {
  readonly model: ServiceModel;
  readonly rendered: RenderedService;
  readonly live: LiveState;
  readonly secrets: SecretStore;
}

function differencesOf(desired: KubeObject, { model, rendered, live, secrets }: Compared): FileChange[] {
  const workload = live.find(desired);
  if (workload === undefined) return [];
  const after = namedConfig(desired, rendered.supports);
  const before = namedConfig(workload, live.objects);
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

/** The config object among `objects` that the workload names. */
function namedConfig(workload: KubeObject, objects: readonly KubeObject[]): KubeObject | undefined {
  const text = JSON.stringify(workload['spec']);
  return objects.find(({ kind, metadata }) => kind === 'Secret' && metadata.labels?.[contentLabel] === 'config' && text.includes(`"${metadata.name}"`));
}

/** A secret that is not made yet differs from everything. */
function valueOf(secrets: SecretStore, name: string): string {
  return secrets.version(name) === 'new' ? '' : secrets.value(name);
}
