import { CcpError, nearest } from '../diagnostics/index.ts';

/** Name of a ref on the server, and the commit or tag object that it points to. */
export interface RemoteRef {
  readonly name: string;
  readonly object: string;
}

/** How a written ref is fetched. */
export type RefPlace =
  /** A ref of the server. */
  | { readonly kind: 'ref'; readonly name: string }
  /** A whole or shortened commit, which no ref has to point to. */
  | { readonly kind: 'commit'; readonly commit: string };

/** Output of `git ls-remote`. */
export function parseRefs(text: string): RemoteRef[] {
  return text.split('\n').flatMap((line) => {
    const [object, name] = line.split('\t');
    return object === undefined || name === undefined || name.endsWith('^{}') ? [] : [{ name, object }];
  });
}

/** Patterns for `git ls-remote`, so that a server with very many refs (Gerrit's changes) tells only what is asked for. */
export function refPatterns(ref: string): string[] {
  return ['HEAD', 'refs/heads/*', 'refs/tags/*', ...(/^(refs\/)?changes\//.test(ref) || ref.startsWith('refs/') ? [fullName(ref)] : [])];
}

function fullName(ref: string): string {
  return ref.startsWith('refs/') ? ref : `refs/${ref}`;
}

/** Finds what `ref` means: `HEAD`, a whole name, a branch, a tag, a review (`changes/34/1234/5`), a commit; in this order. Throws CcpError SOURCE_FAILED. */
export function placeOf(url: string, ref: string, refs: readonly RemoteRef[]): RefPlace {
  const names = new Set(refs.map(({ name }) => name));
  const name = [...(ref === 'HEAD' ? ['HEAD'] : []), fullName(ref), `refs/heads/${ref}`, `refs/tags/${ref}`].find((candidate) => names.has(candidate));
  if (name !== undefined) return { kind: 'ref', name };
  if (/^[0-9a-f]{7,40}$/.test(ref)) return { kind: 'commit', commit: ref };
  throw unknownRef(url, ref, refs);
}

/** CcpError SOURCE_FAILED that names refs like `ref`. */
export function unknownRef(url: string, ref: string, refs: readonly RemoteRef[]): CcpError {
  if (refs.length === 0) return new CcpError('SOURCE_FAILED', `${url} has no commits`, { hint: 'Commit something, or give another repository.' });
  const short = refs.filter(({ name }) => name.startsWith('refs/')).map(({ name }) => name.replace(/^refs\/(heads|tags)\//, ''));
  const near = nearest(ref, short);
  const some = short.slice(0, 8).join(', ');
  return new CcpError('SOURCE_FAILED', `${url} has no branch, tag or commit "${ref}"`, {
    hint: near === undefined ? `It has: ${some}${short.length > 8 ? ` and ${short.length - 8} more` : ''}.` : `Did you mean "${near}"?`,
  });
}
