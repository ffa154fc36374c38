import { z } from 'zod';
import { sectionName } from '../../config/index.ts';
import { coreSchema } from '../../config/schema.ts';
import type { Session } from '../session.ts';

/** The part of JSON Schema that keys are explained from. */
export interface KeySchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, KeySchema>>;
  readonly additionalProperties?: KeySchema | boolean;
  readonly items?: KeySchema;
  readonly anyOf?: readonly KeySchema[];
  readonly oneOf?: readonly KeySchema[];
}

/**
 * Schema of the whole `ccp.yaml`: the sections of core, the sections of tools, and the configuration of every service in its place.
 * Without a session only the sections of core.
 */
export function environmentSchema(session: Pick<Session, 'catalog'> | undefined): KeySchema {
  const core = jsonSchema(coreSchema);
  if (session === undefined) return core;
  const { components, services } = session.catalog;
  const sections = components.flatMap(({ name, definition }) => (definition.section === undefined ? [] : [[sectionName(name), jsonSchema(definition.section)] as const]));
  const ofServices = core.properties?.['services'];
  const each = ofServices?.additionalProperties;
  const general = typeof each === 'object' ? each : {};
  const own = [...services].map(([name, { definition }]) => [name, { ...general, properties: { ...general.properties, config: jsonSchema(definition.config.schema) } }] as const);
  return { ...core, properties: { ...core.properties, ...Object.fromEntries(sections), services: { ...ofServices, properties: Object.fromEntries(own) } } };
}

/** As written, before defaults are filled in; what JSON Schema cannot say is left open. */
function jsonSchema(schema: z.ZodType): KeySchema {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as KeySchema;
}

/** Schema of the key at `path`; undefined when there is no such key. */
export function schemaAt(schema: KeySchema, path: readonly string[]): KeySchema | undefined {
  return path.reduce<KeySchema | undefined>((at, key) => (at === undefined ? undefined : child(at, key)), schema);
}

function child(schema: KeySchema, key: string): KeySchema | undefined {
  const known = schema.properties?.[key];
  if (known !== undefined) return known;
  if (typeof schema.additionalProperties === 'object') return schema.additionalProperties;
  if (schema.items !== undefined && /^\d+$/.test(key)) return schema.items;
  const forms = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  return forms.map((form) => child(form, key)).find((found) => found !== undefined);
}

/** Every key by its path, dots between; names that are free (of services, roles, nodes) stand as `*`. */
export function keyPaths(schema: KeySchema, prefix: readonly string[] = []): string[] {
  const named = Object.entries(schema.properties ?? {});
  const free: [string, KeySchema][] = typeof schema.additionalProperties === 'object' && named.length === 0 ? [['*', schema.additionalProperties]] : [];
  return [...named, ...free].flatMap(([key, inner]) => [[...prefix, key].join('.'), ...keyPaths(inner, [...prefix, key])]);
}
