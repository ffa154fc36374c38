/** The one function of the package `ini` that is used here; it ships no types. */
declare module 'ini' {
  export function parse(text: string): Record<string, unknown>;
}
