import { z } from 'zod';
import { coreSchema } from './schema.ts';

/** A JSON Schema, as far as it is looked into. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
}

/** Schema of what a user may write for `schema`: keys with defaults may be left out. */
export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const made = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  return Object.fromEntries(Object.entries(made).filter(([keyword]) => keyword !== '$schema'));
}

/**
 * JSON Schema (draft 2020-12) of a whole configuration file, for editors: core's sections, those of tools (`sections`, by name) and each
 * service's own configuration (`services`, by name).
 */
export function configurationSchema(services: ReadonlyMap<string, z.ZodType>, sections: ReadonlyMap<string, z.ZodType>): JsonSchema {
  const core = jsonSchemaOf(coreSchema);
  const list = core.properties?.['services'] ?? {};
  const section: JsonSchema = typeof list.additionalProperties === 'object' ? list.additionalProperties : {};
  const own = [...services].map(([name, schema]) => [name, { ...section, properties: { ...section.properties, config: { ...jsonSchemaOf(schema), description: `Configuration of ${name}.` } } }]);
  const tools = [...sections].map(([name, schema]) => [name, jsonSchemaOf(schema)]);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Configuration of ccp',
    ...core,
    properties: { ...core.properties, services: { ...list, properties: Object.fromEntries(own) as Record<string, JsonSchema> }, ...(Object.fromEntries(tools) as Record<string, JsonSchema>) },
  };
}
