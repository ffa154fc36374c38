import type { ChildProcess } from 'node:child_process';

/** Resolves when the child's stderr shows `pattern`; rejects when the child ends first. */
export function shows(child: ChildProcess, pattern: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    let seen = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      seen += chunk.toString();
      if (pattern.test(seen)) resolve();
    });
    child.once('close', () => reject(new Error(`ended without ${String(pattern)}:\n${seen}`)));
  });
}
