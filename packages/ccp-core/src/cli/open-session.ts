import { mkdir } from 'node:fs/promises';
import { findComponents, type ComponentPackage } from '../catalog/index.ts';
import { readConfiguration } from '../config/index.ts';
import { throwAll } from '../diagnostics/index.ts';
import { checkSession, defaultFile, writtenComponents } from './session-check.ts';
import type { Session, SessionOptions } from './session.ts';

/**
 * Reads the configuration, finds the components and checks all of it. Every fault found is thrown in one error
 * (CONFIG_INVALID, CATALOG_INVALID, TEMPLATE_INVALID), warnings go to the events; nothing is changed but that the state folder exists
 * afterwards.
 */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { session, faults, warnings } = await checkSession(options);
  throwAll(faults);
  for (const text of warnings) options.events({ type: 'message', level: 'warning', text });
  await mkdir(session.stateDirectory, { recursive: true, mode: 0o700 });
  return session;
}

/** Finds the packages that an environment uses: those of `components:`, else all. Throws CONFIG_INVALID, CATALOG_INVALID. */
export async function findPackages({ directory, file, sets }: Pick<SessionOptions, 'directory' | 'file' | 'sets'>): Promise<ComponentPackage[]> {
  return findComponents(directory, writtenComponents(await readConfiguration(file ?? defaultFile(directory), sets ?? [])));
}
