import type { Release, ReleaseProject } from '../release.ts';
import { compile } from './compile.ts';
import { normalised, parseRequirements, pinsOnly, renderRequirements } from './requirements.ts';
import { split, type Closure } from './split.ts';

/** What the lock files are made from. */
export interface LockInput {
  readonly release: Release;
  /** Projects that get a lock file. */
  readonly packaged: readonly string[];
  /** Text of `drivers.in`: what no project names and every service needs. */
  readonly drivers: string;
  /** Text of `build.in`: the tools of the builder. */
  readonly build: string;
  /** Text of `pins.txt`: versions to keep. Empty: take the newest of everything. */
  readonly pins: string;
}

/** Contents of all lock files, by file name. Needs the package index. */
export async function lockFiles(input: LockInput): Promise<ReadonlyMap<string, string>> {
  const projects = Object.entries(input.release.projects);
  const drivers = requirementLines(input.drivers);
  const { overrides = [] } = input.release;
  const wanted = ({ distribution, version, extras = [], drivers: own = [] }: ReleaseProject): string[] => [`${distribution}${extras.length === 0 ? '' : `[${extras.join(',')}]`}==${version}`, ...own];
  const all = await compile({
    requirements: [...projects.flatMap(([, p]) => wanted(p)), ...drivers],
    constraints: input.pins,
    hashes: true,
    overrides,
  });
  const pins = pinsOnly(all);
  const closures: Closure[] = [];
  for (const [project, p] of projects) {
    const requirements = [...wanted(p), ...(p.role === 'service' ? drivers : [])];
    const closure = await compile({ requirements, constraints: pins, overrides, hashes: false });
    closures.push({ project, distribution: normalised(p.distribution), role: p.role, names: new Set(closure.keys()) });
  }
  const { common, deltas } = split(closures);
  const tools = await compile({ requirements: requirementLines(input.build), constraints: pins, overrides, hashes: true });
  return new Map([
    ['pins.txt', pins],
    ['build.txt', renderRequirements(tools, tools.keys())],
    ['common.txt', renderRequirements(all, common)],
    ...input.packaged.map((project): [string, string] => [`${project}.txt`, renderRequirements(all, deltas[project] ?? [])]),
  ]);
}

function requirementLines(text: string): string[] {
  return [...parseRequirements(text).values()];
}
