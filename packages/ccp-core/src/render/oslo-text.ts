import type { OsloOverride, OsloValue } from '../config/index.ts';

/** A rendered file of oslo.config with overrides laid over it and its secrets escaped. Order, comments and repeated options stay. */
export function osloText(text: string, overrides: readonly OsloOverride[]): string {
  return withEscapedSecrets(overrides.reduce(withOption, text));
}

const sectionLine = /^\[(.*)\]\s*$/;
const optionLine = /^([^\s#;[:=][^:=]*?)\s*[:=]/;

/** Half-open ranges of line numbers. */
interface Range {
  readonly from: number;
  readonly to: number;
}

function withOption(text: string, { section, option, value }: OsloOverride): string {
  const lines = text.split('\n');
  const written = linesOf(option, value);
  const sections = sectionRanges(lines, section);
  const [first, ...more] = sections.flatMap((range) => optionRanges(lines, range, option));
  if (first !== undefined) return replaced(lines, [{ ...first, by: written }, ...more.map((range) => ({ ...range, by: [] }))]);
  if (written.length === 0) return text;
  const [own] = sections;
  if (own === undefined) return `${text.replace(/\n*$/, text.trim() === '' ? '' : '\n\n')}[${section}]\n${written.join('\n')}\n`;
  const end = lastFilled(lines, own) + 1;
  return replaced(lines, [{ from: end, to: end, by: written }]);
}

function replaced(lines: readonly string[], changes: readonly (Range & { readonly by: readonly string[] })[]): string {
  const result = [...lines];
  for (const { from, to, by } of [...changes].reverse()) result.splice(from, to - from, ...by);
  return result.join('\n');
}

function sectionRanges(lines: readonly string[], section: string): Range[] {
  const heads = lines.flatMap((line, at) => (sectionLine.test(line) ? [at] : []));
  return heads.map((at, i) => ({ from: at, to: heads[i + 1] ?? lines.length })).filter(({ from }) => sectionLine.exec(lines[from] ?? '')?.[1] === section);
}

/** Ranges of every occurrence of the option, lines that continue its value included. */
function optionRanges(lines: readonly string[], { from, to }: Range, option: string): Range[] {
  const starts = lines.slice(from, to).flatMap((line, i) => (optionLine.exec(line)?.[1] === option ? [from + i] : []));
  return starts.map((start) => {
    let end = start + 1;
    while (end < to && /^\s+\S/.test(lines[end] ?? '')) end++;
    return { from: start, to: end };
  });
}

function lastFilled(lines: readonly string[], { from, to }: Range): number {
  let last = to - 1;
  while (last > from && (lines[last] ?? '').trim() === '') last--;
  return last;
}

function linesOf(option: string, value: OsloValue): string[] {
  if (value === null) return [];
  if (Array.isArray(value)) return [`${option} = ${value.join(',')}`];
  if (typeof value === 'object') return value.multi.map((item) => `${option} = ${quoted(String(item))}`);
  return [`${option} = ${quoted(String(value))}`];
}

/** oslo.config strips blanks around a value, then one pair of quotes. */
function quoted(value: string): string {
  const isQuoted = /^(["']).*\1$/.test(value) && value.length > 1;
  return isQuoted || value.trim() !== value ? `"${value}"` : value;
}

/** In these files `$` refers to another option, and blanks and quotes at the ends of a value are lost. */
function withEscapedSecrets(text: string): string {
  return text.replace(/^([^\s#;[:=][^:=\n]*[:=][ \t]*)@@secret:([a-z0-9.-]+):none@@[ \t]*$/gm, '$1"@@secret:$2:oslo@@"').replace(/(@@secret:[a-z0-9.-]+:)none@@/g, '$1oslo@@');
}
