import { parse } from 'yaml';
import { z } from 'zod';
import type { ActionDefinition } from '../definition/index.ts';
import { CcpError, nearest, throwAll } from '../diagnostics/index.ts';

/** A parameter as `ccp action show` tells it. */
export interface ParameterInfo {
  readonly name: string;
  /** As in JSON Schema; `a|b` for one of several words. */
  readonly type: string;
  readonly required: boolean;
  /** Undefined when there is none. */
  readonly default: unknown;
  readonly description: string;
}

const noParameters = z.strictObject({});

/** What an action takes. */
export function parametersOf(action: ActionDefinition): ParameterInfo[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schemaOf(action), { io: 'input' });
  return Object.entries(properties).map(([name, property]) => {
    const { type, enum: words, default: value, description = '' } = typeof property === 'object' ? property : {};
    return { name, type: words?.join('|') ?? String(type ?? 'any'), required: required.includes(name), default: value, description };
  });
}

/**
 * The values of `-p name=value`, checked and with defaults. Throws every fault in one go (USAGE): what is not `name=value`, given
 * twice, not declared (with the nearest name), missing or of the wrong type.
 */
export function readParameters(action: ActionDefinition, words: readonly string[]): Record<string, unknown> {
  const schema = schemaOf(action);
  const written = new Map<string, string>();
  const faults = words.flatMap((word) => {
    const { name, value, fault } = split(word);
    if (fault !== undefined) return [fault];
    if (written.has(name)) return [usage(`parameter "${name}" is given twice`)];
    written.set(name, value);
    return name in schema.shape ? [] : [unknown(action, name, Object.keys(schema.shape))];
  });
  const values = Object.fromEntries([...written].filter(([name]) => name in schema.shape).map(([name, text]) => [name, typed(schema.shape[name] as z.ZodType, text)]));
  const parsed = schema.safeParse(values);
  const wrong = parsed.success ? [] : parsed.error.issues.map((issue) => usage(`parameter "${issue.path.join('.')}" of ${action.name}: ${issue.message}`, `ccp action show ${action.name} lists its parameters.`));
  throwAll([...faults, ...wrong]);
  return parsed.success ? (parsed.data as Record<string, unknown>) : {};
}

function schemaOf(action: ActionDefinition): z.ZodObject {
  return (action.parameters as z.ZodObject | undefined) ?? noParameters;
}

function split(word: string): { name: string; value: string; fault?: CcpError } {
  const at = word.indexOf('=');
  const [name, value] = [word.slice(0, at), word.slice(at + 1)];
  return at > 0 ? { name, value } : { name, value, fault: usage(`"${word}" is not name=value`, 'For example -p force=true.') };
}

/** As in YAML, unless the parameter takes the text as it stands: a name may look like a number. */
function typed(schema: z.ZodType, text: string): unknown {
  if (schema.safeParse(text).success) return text;
  try {
    return parse(text) as unknown;
  } catch {
    return text;
  }
}

function unknown({ name: action }: ActionDefinition, name: string, known: readonly string[]): CcpError {
  const near = nearest(name, known);
  const hint = near !== undefined ? `Did you mean "${near}"?` : known.length === 0 ? 'It takes none.' : `Parameters: ${known.join(', ')}.`;
  return usage(`${action} has no parameter "${name}"`, hint);
}

function usage(message: string, hint?: string): CcpError {
  return new CcpError('USAGE', message, hint === undefined ? {} : { hint });
}
