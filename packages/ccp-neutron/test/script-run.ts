import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a script did. */
export interface ScriptRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Calls of programs, one a line, in order: name and arguments. */
  readonly calls: readonly string[];
}

/** A folder for one test, with programs that stand for those of an image: each is written down with its arguments before its lines of shell run. */
export class ScriptRoom {
  readonly folder = mkdtempSync(join(tmpdir(), 'ccp-script-'));
  readonly #programs = join(this.folder, 'programs');
  readonly #calls = join(this.folder, 'calls');

  constructor(programs: Readonly<Record<string, string>>) {
    mkdirSync(this.#programs);
    for (const [name, lines] of Object.entries(programs)) this.#program(name, `#!/bin/sh\necho "${name} $*" >>"${this.#calls}"\n${lines}\n`);
  }

  /** Path of a file of this room, with `text` in it. */
  file(name: string, text: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, text);
    return path;
  }

  /** Runs a start script of the package. */
  run(script: string, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): ScriptRun {
    writeFileSync(this.#calls, '');
    const path = fileURLToPath(new URL(`../image/${script}`, import.meta.url));
    const { status, stdout, stderr } = spawnSync('sh', [path, ...args], { encoding: 'utf8', timeout: 20_000, env: { PATH: `${this.#programs}:/usr/sbin:/usr/bin:/sbin:/bin`, ROOM: this.folder, ...env } });
    return { status, stdout, stderr, calls: readFileSync(this.#calls, 'utf8').split('\n').filter((line) => line !== '') };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #program(name: string, text: string): void {
    const path = join(this.#programs, name);
    writeFileSync(path, text);
    chmodSync(path, 0o755);
  }
}
