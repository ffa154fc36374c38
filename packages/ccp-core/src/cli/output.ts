import { stringify } from 'yaml';

/** Forms of a result: `table` for people, `json` and `yaml` for programs, `name` one name a line for shells. */
export const outputForms = ['table', 'json', 'yaml', 'name'] as const;

/** One of {@link outputForms}. */
export type OutputForm = (typeof outputForms)[number];

/** The form that `options` ask for (`-o`, which every command has). Default: `table`. */
export function outputFormOf(options: Readonly<Record<string, unknown>>): OutputForm {
  return outputForms.find((form) => form === options['output']) ?? 'table';
}

/** Where a result goes, and in which form. */
export interface ResultSink {
  readonly output: OutputForm;
  /** Writes to stdout. */
  write(text: string): void;
}

/**
 * Prints a result as `-o` says: `value` as JSON or YAML, the lines of `table`, or `names` one a line. Default of `names`: those
 * of {@link namesIn}.
 */
export function printResult(run: ResultSink, value: unknown, table: () => string, names?: readonly string[]): void {
  run.write(textOf(run.output, value, table, names));
}

function textOf(output: OutputForm, value: unknown, table: () => string, names: readonly string[] | undefined): string {
  switch (output) {
    case 'table':
      return `${table()}\n`;
    case 'json':
      return `${JSON.stringify(value, null, 2)}\n`;
    case 'yaml':
      // Through JSON, so that both forms show the same: absent values are left out.
      return stringify(JSON.parse(JSON.stringify(value)), { aliasDuplicateObjects: false, lineWidth: 0 });
    case 'name':
      return (names ?? namesIn(value)).map((name) => `${name}\n`).join('');
  }
}

/** The names in a result: of each item of a list, else of each item of the first list in it, else its own. An item's name is its `name`, or its first text. */
export function namesIn(value: unknown): string[] {
  const list = Array.isArray(value) ? (value as unknown[]) : firstList(value);
  return (list ?? [value]).flatMap((item) => nameOf(item) ?? []);
}

function firstList(value: unknown): unknown[] | undefined {
  return Object.values(value ?? {}).find((part): part is unknown[] => Array.isArray(part));
}

function nameOf(item: unknown): string | undefined {
  if (typeof item === 'string') return item;
  const parts = (item ?? {}) as Readonly<Record<string, unknown>>;
  const candidates = [parts['name'], ...Object.values(parts)];
  return candidates.find((part): part is string => typeof part === 'string');
}
