import { watchForInterruption } from './interruption.js';
import { Obstacle } from './obstacle.js';

/**
 * Runs `work` and makes its number the exit code. Signals are left to the child processes: they get Ctrl-C from the
 * terminal themselves, and end in order before this process does.
 */
export async function runToExit(work) {
  watchForInterruption();
  try {
    process.exitCode = await work();
  } catch (error) {
    process.stderr.write(`${error instanceof Obstacle ? error.message : (error.stack ?? error)}\n`);
    process.exitCode = error instanceof Obstacle ? error.exitCode : 1;
  }
}
