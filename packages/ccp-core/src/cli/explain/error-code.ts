import { errorCodes, explanations, type ErrorCode } from '../../diagnostics/index.ts';

/** What is known of an error code. */
export interface ErrorExplanation {
  readonly kind: 'error';
  readonly name: ErrorCode;
  readonly meaning: string;
  readonly exit: number;
  readonly causes: readonly string[];
  readonly remedies: readonly string[];
}

/** Every error code, in the order of its table. */
export const allErrorCodes = Object.keys(errorCodes) as ErrorCode[];

/** Explains a code, in capitals or not; undefined when there is none of this name. */
export function explainError(word: string): ErrorExplanation | undefined {
  const name = allErrorCodes.find((code) => code === word.toUpperCase().replaceAll('-', '_'));
  return name === undefined ? undefined : { kind: 'error', name, ...errorCodes[name], ...explanations[name] };
}

/** The lines of an explanation, for people. */
export function errorLines({ name, meaning, exit, causes, remedies }: ErrorExplanation): string[] {
  return [`${name} (exit code ${exit})`, `  ${meaning}`, '', 'Usual causes:', ...causes.map((cause) => `  - ${cause}`), '', 'What to do:', ...remedies.map((remedy) => `  - ${remedy}`)];
}
