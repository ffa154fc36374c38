import type { PypiSource } from 'ccp-core';
import { hibiscus, type ProjectName } from './releases/hibiscus-2026-2.ts';

/** The sdist of `project` in the release that this package builds. */
export function openstackSource(project: ProjectName): PypiSource {
  const { distribution, version, sha256 } = hibiscus.projects[project];
  return { kind: 'pypi', project, distribution, version, sha256 };
}
