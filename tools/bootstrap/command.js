import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { noteInterruption } from './interruption.js';

/** `stdio` of a child by what its stdout is. */
const streams = { result: ['inherit', 1, 2], progress: ['inherit', 2, 2], none: ['ignore', 'ignore', 'ignore'] };

/** Milliseconds after a child's start in which Ctrl-C is handed on: pressed just before, it did not reach the child, and is heard of only now. */
const startMs = 1000;

/**
 * Runs a program to its end with this process's terminal; its stdout goes to stderr unless it is `result` output, so that
 * stdout stays free for results. With a `prefix` its lines begin with that. SIGTERM is handed on; SIGINT comes to the child from the terminal itself.
 *
 * @param {readonly string[]} argv Program and arguments.
 * @param {{cwd?: string, env?: object, stdout?: 'result' | 'progress' | 'none', prefix?: string}} [options]
 * @returns {Promise<number>} The exit code; 128 + n for signal n is told as 130.
 */
export function runCommand([program, ...words], { cwd, env, stdout = 'progress', prefix } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { cwd, env: { ...process.env, ...env }, stdio: prefix === undefined ? streams[stdout] : ['ignore', 'pipe', 'pipe'] });
    if (prefix !== undefined) for (const output of [child.stdout, child.stderr]) createInterface(output).on('line', (line) => process.stderr.write(`${prefix} | ${line}\n`));
    const hand = (signal) => {
      noteInterruption();
      child.kill(signal);
    };
    const until = performance.now() + startMs;
    const handEarly = (signal) => performance.now() < until && child.kill(signal);
    process.once('SIGTERM', hand);
    process.once('SIGINT', handEarly);
    // What runs as root through sudo cannot be signalled; it ends by itself.
    child.on('error', (error) => error.code !== 'EPERM' && reject(error));
    child.once('close', (code, signal) => {
      process.removeListener('SIGTERM', hand);
      process.removeListener('SIGINT', handEarly);
      if (signal === 'SIGINT') noteInterruption();
      resolve(code ?? 130);
    });
  });
}

/** Whether a program runs and succeeds; its output is dropped. */
export async function succeeds(argv) {
  return (await runCommand(argv, { stdout: 'none' }).catch(() => 1)) === 0;
}
