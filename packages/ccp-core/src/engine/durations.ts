import { pid } from 'node:process';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const fileName = 'durations.json';

/** Recorded seconds of work by name; empty when nothing was recorded or the file is damaged. */
export async function loadDurations(stateDirectory: string): Promise<Record<string, number>> {
  try {
    const value: unknown = JSON.parse(await readFile(join(stateDirectory, fileName), 'utf8'));
    const entries = Object.entries(typeof value === 'object' && value !== null ? value : {});
    return Object.fromEntries(entries.filter((entry): entry is [string, number] => typeof entry[1] === 'number'));
  } catch {
    // Only the order of work and the shown estimates depend on it.
    return {};
  }
}

/** Adds durations (seconds by name) to the recorded ones. */
export async function saveDurations(stateDirectory: string, durations: Readonly<Record<string, number>>): Promise<void> {
  const merged = { ...(await loadDurations(stateDirectory)), ...durations };
  const sorted = Object.fromEntries(Object.entries(merged).sort(([a], [b]) => (a < b ? -1 : 1)));
  await mkdir(stateDirectory, { recursive: true, mode: 0o700 });
  const path = join(stateDirectory, fileName);
  // Two processes may save at once; a reader must never see half a file.
  await writeFile(`${path}.${pid}`, `${JSON.stringify(sorted, undefined, 2)}\n`);
  await rename(`${path}.${pid}`, path);
}
