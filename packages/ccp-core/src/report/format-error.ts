import { CcpError, formatWhere } from '../diagnostics/index.ts';

/** Options of {@link formatError}. */
export interface FormatErrorOptions {
  /** Shows stacks too (`--debug`). Default: false. */
  readonly debug?: boolean;
}

/** An error for people: code, what, where, evidence, hint, and further faults found in the same go. */
export function formatError(error: unknown, { debug = false }: FormatErrorOptions = {}): string {
  if (!(error instanceof CcpError)) return bug(error, debug);
  const faults = flatten(error);
  const texts = faults.map((fault) => [...fault, ...(debug ? stackLines(error) : [])].join('\n'));
  return faults.length === 1 ? texts.join('') : [...texts, `${faults.length} faults.`].join('\n\n');
}

function flatten(error: CcpError): string[][] {
  return [faultLines(error), ...error.others.flatMap(flatten)];
}

function faultLines({ code, message, where, evidence, hint }: CcpError): string[] {
  const place = formatWhere(where);
  return [
    code === 'INTERRUPTED' ? message : `error ${code}: ${message}`,
    ...(place === '' ? [] : [`  at ${place}`]),
    ...evidence.flatMap((text) => text.trimEnd().split('\n')).map((line) => `  | ${line}`),
    ...(hint === undefined ? [] : [`  hint: ${hint}`]),
  ];
}

function bug(error: unknown, debug: boolean): string {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return [
    `bug in ccp: ${message}`,
    ...(debug ? stackLines(error) : ['  hint: run again with --debug to see where it comes from, and report it with that output.']),
  ].join('\n');
}

function stackLines(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const own = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  const cause = error.cause instanceof Error ? [`  cause: ${error.cause.message}`, ...stackLines(error.cause)] : [];
  return [...own, ...cause];
}
