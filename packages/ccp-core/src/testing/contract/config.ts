import { z } from 'zod';
import { isPlainObject } from '../../config/merge.ts';
import { broken, type Finding } from './finding.ts';

/** One key of a configuration, as people read about it. */
interface ConfigKey {
  /** Names with `.` between them. */
  readonly path: string;
  readonly description: string;
  /** Must be written by the user. */
  readonly required: boolean;
  /** A group of further keys. */
  readonly group: boolean;
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly description?: string;
}

/** What such a key holds is generated and kept in the cluster; `token` is not among them: times and counts of tokens are settings. */
const secretWords = /password|passphrase|secret|credential|private_?key/i;

/** All keys of a schema in the order in which they are written, groups before their keys. */
function configKeys(schema: z.ZodType): ConfigKey[] {
  return keysOf(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema, '');
}

function keysOf({ properties = {}, required = [] }: JsonSchema, prefix: string): ConfigKey[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const path = `${prefix}${name}`;
    const group = isPlainObject(schema.properties);
    const key: ConfigKey = { path, description: schema.description ?? '', required: required.includes(name), group };
    return [key, ...(group ? keysOf(schema, `${path}.`) : [])];
  });
}

/** Faults of a configuration: every key explains itself, nothing must be written, and no key is a secret. */
export function configFindings(definition: string, schema: z.ZodType): Finding[] {
  const faults = configKeys(schema).flatMap(({ path, description, required, group }) =>
    broken(`${definition}, configuration key ${path}`, [
      { kept: group || description.trim() !== '', problem: 'it has no description', hint: 'Add .describe(…): what it means and in which unit.' },
      { kept: !required, problem: 'it must be written by every user', hint: 'Give it a .default(…), or make it .optional().' },
      { kept: !secretWords.test(path), problem: 'it looks like a secret, and configuration is readable', hint: 'Declare it in secrets of the service: it is then generated, and kept out of files and logs.' },
    ]),
  );
  const empty = schema.safeParse({});
  const hint = 'Every default must itself be valid.';
  return [...faults, ...broken(definition, [{ kept: empty.success || faults.length > 0, problem: `its configuration without any key is not valid: ${empty.error?.issues[0]?.message ?? ''}`, hint }])];
}
