import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a script did. */
export interface ScriptRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Calls of programs, one a line, in order: name and arguments. */
  readonly calls: readonly string[];
}

/** How a script is run. */
export interface ScriptOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Absolute paths that the script names and that are meant below the folder of the room, for example `/sys/fs/cgroup`. Default: none. */
  readonly inside?: readonly string[];
}

/**
 * A folder for one test of scripts that enter images, with programs that stand for those of the image: each is written down with its arguments before
 * its lines of shell run. `scripts`: folder of the scripts.
 */
export class ScriptRoom {
  /** Absolute. */
  readonly folder = mkdtempSync(join(tmpdir(), 'ccp-script-'));
  readonly #scripts: URL;
  readonly #programs = join(this.folder, 'programs');
  readonly #calls = join(this.folder, 'calls');

  constructor(scripts: URL, programs: Readonly<Record<string, string>>) {
    this.#scripts = scripts;
    for (const [name, lines] of Object.entries(programs)) this.program(`programs/${name}`, lines);
  }

  /** Makes a program at a path of this room; returns its absolute path. */
  program(path: string, lines = ''): string {
    const file = this.file(path, `#!/bin/sh\necho "${path.replace(/^.*\//, '')} $*" >>"${this.#calls}"\n${lines}\n`);
    chmodSync(file, 0o755);
    return file;
  }

  /** Makes a file of this room, with `text` in it, and its folder; returns its absolute path. */
  file(path: string, text: string): string {
    const file = this.#place(path);
    writeFileSync(file, text);
    return file;
  }

  /** Makes a symbolic link of this room. */
  link(path: string, target: string): void {
    symlinkSync(target, this.#place(path));
  }

  /** Runs a script with `sh`. */
  run(script: string, args: readonly string[] = [], { env = {}, inside = [] }: ScriptOptions = {}): ScriptRun {
    writeFileSync(this.#calls, '');
    const text = readFileSync(fileURLToPath(new URL(script, this.#scripts)), 'utf8');
    const path = this.file('script', inside.reduce((moved, place) => moved.replaceAll(place, `${this.folder}${place}`), text));
    const { status, stdout, stderr } = spawnSync('sh', [path, ...args], { encoding: 'utf8', timeout: 20_000, env: { PATH: `${this.#programs}:/usr/sbin:/usr/bin:/sbin:/bin`, ROOM: this.folder, ...env } });
    return { status, stdout, stderr, calls: readFileSync(this.#calls, 'utf8').split('\n').filter((line) => line !== '') };
  }

  /** Removes the folder. */
  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #place(path: string): string {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    return file;
  }
}
