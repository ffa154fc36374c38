import { basename } from 'node:path';
import { isPodField, isSecretRef, secretNames, secretsOf, type EnvMap, type FileSpec } from '../definition/index.ts';
import { contentLabel, serviceMeta } from './labels.ts';
import { contentHash } from './hash.ts';
import type { RenderInputs, ServiceModel } from './model.ts';
import type { KubeObject } from './object.ts';
import { osloText } from './oslo-text.ts';
import { renderTemplate } from './template.ts';

/** One file of a consumer: key in the Secret, place in the container. */
export interface MountedFile {
  readonly key: string;
  readonly path: string;
  /** Octal text, for example `0440`. */
  readonly mode: string;
}

/** What a consumer reads: an immutable Secret (absent when it reads nothing), its files and its environment. */
export interface ConsumerConfig {
  readonly object: KubeObject | undefined;
  readonly files: readonly MountedFile[];
  /** Container `env` entries; secrets are taken from the Secret. */
  readonly env: readonly Readonly<Record<string, unknown>>[];
}

/** What to put into a consumer's config object. */
export interface ConsumerSpec {
  /** First part of the object's name. */
  readonly name: string;
  /** Names of the service's files. */
  readonly files: readonly string[];
  readonly ownFiles?: Readonly<Record<string, string>>;
  readonly env: EnvMap;
}

const defaultMode = '0440';

/** Renders the files and secret variables of one consumer into a Secret that is named by its content. */
export function renderConsumerConfig(model: ServiceModel, inputs: RenderInputs, spec: ConsumerSpec): ConsumerConfig {
  const variables = templateVariables(model);
  const data: Record<string, string> = {};
  const files: MountedFile[] = [];
  const add = (key: string, path: string, mode: string, text: string): void => {
    data[key] = text;
    files.push({ key, path, mode });
  };
  for (const [key, file] of filesOf(model, spec.files)) {
    const text = renderServiceFile(model, key, variables);
    if (text !== undefined) add(key, file.path, file.mode ?? defaultMode, text);
  }
  for (const [path, text] of Object.entries(spec.ownFiles ?? {})) add(basename(path), path, defaultMode, text);
  for (const [name, value] of Object.entries(spec.env)) if (isSecretRef(value)) data[`env.${name}`] = value.toString();
  const object = Object.keys(data).length === 0 ? undefined : configSecret(model, inputs, spec.name, data);
  return { object, files, env: Object.entries(spec.env).map(([name, value]) => envEntry(name, value, object?.metadata.name)) };
}

/** One file of a service as it is rendered, with markers instead of secrets; undefined when the service has none of that key. */
export function renderServiceFile(model: ServiceModel, key: string, variables: Readonly<Record<string, unknown>> = templateVariables(model)): string | undefined {
  const template = model.templates.get(key);
  if (template === undefined) return undefined;
  const text = renderTemplate(template, variables);
  return model.definition.files?.[key]?.format === 'oslo' ? osloText(text, model.overrides.options.filter((override) => override.file === key)) : text;
}

function filesOf({ definition }: ServiceModel, names: readonly string[]): [string, FileSpec][] {
  return Object.entries(definition.files ?? {}).filter(([key]) => names.includes(key));
}

function configSecret(model: ServiceModel, inputs: RenderInputs, name: string, data: Record<string, string>): KubeObject {
  const names = secretNames(Object.values(data).join('\n'));
  const fingerprint = contentHash({ data, secrets: names.map((secret) => [secret, inputs.secretVersion(secret)]) });
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: serviceMeta(model.owner, `${name}-${fingerprint}`, { labels: { [contentLabel]: 'config' } }),
    type: 'Opaque',
    immutable: true,
    stringData: data,
  };
}

function envEntry(name: string, value: EnvMap[string], secret: string | undefined): Record<string, unknown> {
  if (isPodField(value)) return { name, valueFrom: { fieldRef: { fieldPath: value.path } } };
  return isSecretRef(value) ? { name, valueFrom: { secretKeyRef: { name: secret, key: `env.${name}` } } } : { name, value };
}

function templateVariables(model: ServiceModel): Record<string, unknown> {
  const { context, definition } = model;
  const secrets = Object.fromEntries(Object.keys(secretsOf(definition, model.config)).map((name) => [name, context.secret(name)]));
  return {
    config: context.config,
    service: context.service,
    environment: context.environment,
    // Strict templates may ask for what is not bound.
    needs: { ...Object.fromEntries((definition.wants ?? []).map((capability) => [capability, undefined])), ...context.needs },
    further: context.further,
    ports: definition.ports({ config: context.config }),
    replicas: context.replicas,
    secrets,
    ...definition.variables?.(context),
  };
}
