import { Obstacle } from './obstacle.js';

let interrupted = false;

/** From now on Ctrl-C is left to the child processes, and only remembered here. */
export function watchForInterruption() {
  process.on('SIGINT', () => {
    interrupted = true;
  });
}

/** Throws when Ctrl-C was pressed, so that nothing further is begun. */
export function refuseWhenInterrupted() {
  if (interrupted) throw new Obstacle('Stopped. The next run continues.', 130);
}
