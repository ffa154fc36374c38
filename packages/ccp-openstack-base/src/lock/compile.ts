import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseRequirements, type Requirements } from './requirements.ts';

const execute = promisify(execFile);

/** What is resolved, and how. */
export interface CompileInput {
  /** Requirement lines. */
  readonly requirements: readonly string[];
  /** Pins that the resolution has to keep to; empty: the newest of everything. */
  readonly constraints: string;
  /** Requirement lines that count instead of what distributions say of the same name. */
  readonly overrides: readonly string[];
  readonly hashes: boolean;
}

/**
 * Resolves requirements for the Python of the images with `uv pip compile`; `uv` must be on the PATH. The index is
 * the one of uv's own settings and is not written into the result.
 */
export async function compile(input: CompileInput): Promise<Requirements> {
  const folder = await mkdtemp(join(tmpdir(), 'ccp-lock-'));
  try {
    const wanted = join(folder, 'wanted.in');
    const constraints = join(folder, 'constraints.txt');
    await writeFile(wanted, `${input.requirements.join('\n')}\n`);
    const overrides = join(folder, 'overrides.txt');
    await writeFile(constraints, input.constraints);
    await writeFile(overrides, `${input.overrides.join('\n')}\n`);
    const flags = ['--python-version', '3.13', '--no-header', '--no-annotate', '--strip-extras', ...(input.hashes ? ['--generate-hashes'] : [])];
    const { stdout } = await execute('uv', ['pip', 'compile', '--quiet', ...flags, '--constraints', constraints, '--overrides', overrides, wanted], {
      maxBuffer: 64 * 1024 * 1024,
    });
    return parseRequirements(stdout);
  } finally {
    await rm(folder, { recursive: true });
  }
}
