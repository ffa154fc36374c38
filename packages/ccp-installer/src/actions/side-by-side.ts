/** Awaits all of `works`, which nothing leaves running, then throws the first fault among them. */
export async function sideBySide(works: readonly Promise<unknown>[]): Promise<void> {
  const results = await Promise.allSettled(works);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}
