/** One option as a file sets it. */
export interface OptionSetting {
  readonly section: string;
  readonly option: string;
  /** Lines of a value that goes on are joined by line breaks. */
  readonly value: string;
}

/**
 * Reads a file by the rules of oslo.config, which are not those of other INI files: a line that begins with a blank
 * continues the value before it, `:` separates as `=` does, an option may stand several times.
 */
export function parseOsloFile(text: string): OptionSetting[] {
  const settings: OptionSetting[] = [];
  let section = 'DEFAULT';
  let open: { option: string; lines: string[] } | undefined;
  const close = (): void => {
    if (open !== undefined) settings.push({ section, option: open.option, value: open.lines.join('\n') });
    open = undefined;
  };
  for (const line of text.split('\n').map((each) => each.trimEnd())) {
    if (open !== undefined && /^\s/.test(line)) {
      open.lines.push(line.trim());
      continue;
    }
    close();
    if (line.startsWith('[')) section = line.slice(1, -1);
    else open = assignment(line);
  }
  close();
  return settings;
}

function assignment(line: string): { option: string; lines: string[] } | undefined {
  const [, option, value = ''] = /^([^#;\s:=][^:=]*)[:=](.*)$/.exec(line) ?? [];
  return option === undefined ? undefined : { option: option.trim(), lines: [unquoted(value.trim())] };
}

function unquoted(value: string): string {
  return value.replace(/^(["'])(.*)\1$/, '$2');
}
