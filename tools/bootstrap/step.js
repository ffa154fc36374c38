import { refuseWhenInterrupted } from './interruption.js';

/** Runs one long step: says what it does and how long it usually takes, then how long it took. Throws when Ctrl-C was pressed before or during it. */
export async function step(title, usually, work) {
  refuseWhenInterrupted();
  const began = performance.now();
  process.stderr.write(`» ${title}; usually ${usually}\n`);
  const result = await work();
  refuseWhenInterrupted();
  process.stderr.write(`  done in ${Math.round((performance.now() - began) / 1000)} s\n`);
  return result;
}

/** Says something that the user should know. */
export function say(text) {
  process.stderr.write(`» ${text}\n`);
}
