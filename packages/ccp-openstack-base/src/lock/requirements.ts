/** Pinned requirements with their hashes, by normalised distribution name. */
export type Requirements = ReadonlyMap<string, string>;

/** The one spelling of a distribution's name: lower case, runs of `-`, `_` and `.` as one `-`. */
export function normalised(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/**
 * Reads a requirements file as `uv pip compile` writes it: one entry starts at the line's beginning, its hashes
 * follow indented. Comments are dropped.
 */
export function parseRequirements(text: string): Requirements {
  const entries = new Map<string, string>();
  let name = '';
  for (const line of text.split('\n')) {
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
    if (/^\s/.test(line)) {
      entries.set(name, `${entries.get(name) ?? ''}\n${line.trimEnd()}`);
    } else {
      name = normalised(/^[A-Za-z0-9._-]+/.exec(line)?.[0] ?? line);
      entries.set(name, line.trimEnd());
    }
  }
  return entries;
}

/** Only the pins (`name==version`) of a requirements file, without hashes. */
export function pinsOnly(requirements: Requirements): string {
  return lines([...requirements.values()].map((entry) => entry.replace(/\s*\\?\n[\s\S]*$/, '').replace(/\s*\\$/, '')));
}

/** A requirements file of the entries of `all` that `names` names, in the order of their names. */
export function renderRequirements(all: Requirements, names: Iterable<string>): string {
  return lines(
    [...new Set(names)].sort().map((name) => {
      const entry = all.get(name);
      if (entry === undefined) throw new Error(`${name} is not part of the resolution`);
      return entry;
    }),
  );
}

function lines(entries: readonly string[]): string {
  return entries.map((entry) => `${entry}\n`).join('');
}
