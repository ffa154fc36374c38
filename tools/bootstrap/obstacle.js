/** Something that the user must do first; shown as it is, without a stack, and ends with exit code 2. */
export class Obstacle extends Error {}
