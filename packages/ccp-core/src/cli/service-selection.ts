import { CcpError, nearest, throwAll } from '../diagnostics/index.ts';
import { reachable } from '../graph/index.ts';
import type { Session } from './session.ts';

type Services = Pick<Session, 'bindings'>;

/** The services of the environment that `words` name, or all of them for no words. Throws USAGE with the nearest name for each unknown one. */
export function selectedServices(session: Services, words: readonly string[]): string[] {
  const known = [...session.bindings.keys()].sort();
  throwAll(words.filter((word) => !known.includes(word)).map((word) => unknownService(word, known)));
  return words.length === 0 ? known : [...new Set(words)];
}

/** All services that `names` need, directly or through others, themselves included. */
export function dependencyClosure({ bindings }: Services, names: readonly string[]): Set<string> {
  return reachable(new Map([...bindings].map(([name, own]) => [name, [...new Set(own.values())]])), names);
}

function unknownService(word: string, known: readonly string[]): CcpError {
  const near = nearest(word, known);
  return new CcpError('USAGE', `there is no service "${word}"`, { hint: near === undefined ? `Services: ${known.join(', ')}.` : `Did you mean "${near}"?` });
}
