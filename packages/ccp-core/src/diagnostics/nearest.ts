import { distance } from 'fastest-levenshtein';

/** The candidate most like `word`, when it is near enough to be meant: at most a third of the letters differ, two swapped letters at least from five on. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of candidates) {
    const d = distance(word.toLowerCase(), candidate.toLowerCase());
    if (best === undefined || d < best.distance) best = { candidate, distance: d };
  }
  if (best === undefined || best.distance > Math.max(word.length < 5 ? 1 : 2, Math.floor(word.length / 3))) return undefined;
  return best.candidate;
}
