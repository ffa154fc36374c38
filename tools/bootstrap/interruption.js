import { Obstacle } from './obstacle.js';

let interrupted = false;

/** From now on Ctrl-C is left to the child processes, and only remembered here. */
export function watchForInterruption() {
  process.on('SIGINT', noteInterruption);
}

/** Ctrl-C was pressed. A child that it ended may be heard of before the signal to this process itself is. */
export function noteInterruption() {
  interrupted = true;
}

/** Throws when Ctrl-C was pressed, so that nothing further is begun. */
export function refuseWhenInterrupted() {
  if (interrupted) throw new Obstacle('Stopped. The next run continues.', 130);
}
