import { formatWhere, type CcpError } from '../diagnostics/index.ts';

/** Each fault once: first those with a place in a file, in the order of the files and lines, then the others as they come. */
export function inFileOrder(faults: readonly CcpError[]): CcpError[] {
  const unique = [...new Map(faults.map((fault) => [`${fault.code} ${fault.message} ${formatWhere(fault.where)}`, fault])).values()];
  const files = [...new Set(unique.map(({ where }) => where?.file))].filter((file) => file !== undefined);
  const rank = ({ where }: CcpError): readonly number[] => [where?.file === undefined ? files.length : files.indexOf(where.file), where?.line ?? 0, where?.column ?? 0];
  return unique.sort((a, b) => compare(rank(a), rank(b)));
}

function compare(a: readonly number[], b: readonly number[]): number {
  const i = a.findIndex((value, at) => value !== b[at]);
  return i < 0 ? 0 : (a[i] ?? 0) - (b[i] ?? 0);
}
