import { CcpError } from './error.ts';

/** Throws all of `faults` as one error: the first carries the others. Does nothing for an empty list. */
export function throwAll(faults: readonly CcpError[]): void {
  const [first, ...others] = faults;
  if (first === undefined) return;
  throw new CcpError(first.code, first.message, {
    ...(first.hint === undefined ? {} : { hint: first.hint }),
    ...(first.where === undefined ? {} : { where: first.where }),
    evidence: first.evidence,
    others: [...first.others, ...others],
    cause: first.cause,
  });
}
