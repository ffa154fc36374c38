/** A closure: the names of all distributions that a project needs, with or without the project itself. */
export interface Closure {
  readonly project: string;
  /** Normalised name of the project's own distribution. */
  readonly distribution: string;
  readonly role: 'service' | 'tool';
  readonly names: ReadonlySet<string>;
}

/** What is installed where. */
export interface Split {
  /** Names that at least two services need: the common set. */
  readonly common: readonly string[];
  /** By project: what it needs besides the common set; not the project itself, which is built from source. */
  readonly deltas: Readonly<Record<string, readonly string[]>>;
}

/** Splits closures into the set that services share and the rest of each. */
export function split(closures: readonly Closure[]): Split {
  const uses = new Map<string, number>();
  for (const closure of closures.filter((c) => c.role === 'service')) {
    for (const name of closure.names) uses.set(name, (uses.get(name) ?? 0) + 1);
  }
  const built = new Set(closures.map((c) => c.distribution));
  const shared = new Set([...uses].filter(([name, count]) => count >= 2 && !built.has(name)).map(([name]) => name));
  return {
    common: [...shared].sort(),
    deltas: Object.fromEntries(
      closures.map((c) => [c.project, [...c.names].filter((name) => !shared.has(name) && name !== c.distribution).sort()]),
    ),
  };
}
