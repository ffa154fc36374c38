/** The assignments that `--environment <name>` stands for: the name of the environment, for this run, over everything else. */
export function environmentSet(name: unknown): string[] {
  // Quoted, so that no name is taken for a number or a list.
  return typeof name === 'string' ? [`environment.name=${JSON.stringify(name)}`] : [];
}
