import { CcpError } from 'ccp-core';

/** Forms of a result. */
export type OutputFormat = 'table' | 'json';

/** Reads `--output`, which every command of ccp has. Default: table. Throws USAGE. */
export function outputFormat(options: Readonly<Record<string, unknown>>): OutputFormat {
  const value = options['output'] ?? 'table';
  if (value === 'table' || value === 'json') return value;
  throw new CcpError('USAGE', `Unknown output format ${String(value)}.`, { hint: 'Use -o table or -o json.' });
}

/** Pure: rows as columns padded to the widest cell. */
export function renderColumns(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>((known, row) => row.map((cell, i) => Math.max(cell.length, known[i] ?? 0)), []);
  return rows.map((row) => `${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ').trimEnd()}\n`).join('');
}
