import { allErrorCodes, explainError } from '../explain/error-code.ts';

/** The reference of every error code as Markdown. */
export function errorReference(): string {
  const sections = allErrorCodes.flatMap((code) => {
    const found = explainError(code);
    if (found === undefined) return [];
    return [`## ${code}`, `${found.meaning} Exit code ${found.exit}.`, `Usual causes:\n\n${list(found.causes)}`, `What to do:\n\n${list(found.remedies)}`];
  });
  return `${['# Errors', '<!-- Generated: npx nx run ccp-core:reference -->', 'Every error shows its code, what happened, where, and what to do next; `ccp explain CODE` prints what stands here. Anything without a code is a bug of ccp: `--debug` shows where.', ...sections].join('\n\n')}\n`;
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}
