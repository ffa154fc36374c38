/** The last value of an integer option in the text of an oslo.config file; undefined when it is not set to a number. */
export function osloInteger(text: string, section: string, option: string): number | undefined {
  let at = 'DEFAULT';
  let value: number | undefined;
  for (const line of text.split('\n')) {
    at = /^\[(.+)\]\s*$/.exec(line)?.[1] ?? at;
    const [, name, written] = /^(\w+)\s*[=:]\s*(\d+)\s*$/.exec(line) ?? [];
    if (at === section && name === option) value = Number(written);
  }
  return value;
}
