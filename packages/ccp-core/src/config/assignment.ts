import { isDeepStrictEqual } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { CcpError } from '../diagnostics/index.ts';
import { parseKeyPath } from './key-path.ts';
import type { Layer } from './layer.ts';
import { redacted } from './redact.ts';

/** Reads one `key.path=value` of `--set`; the value is YAML. Throws CONFIG_INVALID. */
export function assignmentLayer(assignment: string): Layer {
  const equals = assignment.indexOf('=');
  const path = equals > 0 ? parseKeyPath(assignment.slice(0, equals)) : undefined;
  if (path === undefined) throw fault(`--set ${assignment.slice(0, equals > 0 ? equals : undefined)} is not of the form key.path=value`, '--set', 'For example --set services.keystone.config.debug=true; a key that holds a dot stands in single quotes.');
  const leaf = valueOf(assignment.slice(equals + 1), assignment.slice(0, equals));
  const shown = redacted(path, leaf);
  const object = `--set ${assignment.slice(0, equals)}=${isDeepStrictEqual(shown, leaf) ? assignment.slice(equals + 1) : textOf(shown)}`;
  return {
    kind: 'assignment',
    value: path.reduceRight<unknown>((inner, key) => Object.fromEntries([[key, inner]]), leaf),
    find: (wanted) => (wanted.length <= path.length && wanted.every((key, i) => key === path[i]) ? { object } : undefined),
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function valueOf(text: string, key: string): unknown {
  const [document, ...more] = parseAllDocuments(text, { prettyErrors: false, logLevel: 'error' });
  const error = document?.errors[0] ?? document?.warnings[0];
  if (error !== undefined) throw fault(`--set ${key}: ${error.message}`, `--set ${key}`, 'The value is YAML; put it between quotes when it holds special characters.');
  if (more.length > 0) throw fault(`--set ${key}: the value is more than one document`, `--set ${key}`, 'Give one value.');
  try {
    return document?.toJS() ?? null;
  } catch (cause) {
    throw fault(`--set ${key}: ${(cause as Error).message}`, `--set ${key}`, 'Write the value without aliases.');
  }
}

function fault(message: string, object: string, hint: string): CcpError {
  return new CcpError('CONFIG_INVALID', message, { where: { object }, hint });
}
