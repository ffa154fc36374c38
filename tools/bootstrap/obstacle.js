/** Something that the user must do first; shown as it is, without a stack. */
export class Obstacle extends Error {
  /**
   * @param {string} message
   * @param {number} [exitCode] Of the whole run.
   */
  constructor(message, exitCode = 2) {
    super(message);
    this.exitCode = exitCode;
  }
}
