import type { OsloOption } from '../definition/index.ts';

const booleans = ['true', '1', 'on', 'yes', 'false', '0', 'off', 'no'];

/**
 * Why `value` cannot be one of this option; undefined when it can, or when only the running program can tell (a value
 * that refers to other options or to a secret, a type of the project's own).
 */
export function valueFault(option: OsloOption, value: string): string | undefined {
  if (/\$|@@secret:/.test(value)) return undefined;
  return typeFault(option, value) ?? choiceFault(option, value);
}

function typeFault(option: OsloOption, value: string): string | undefined {
  switch (option.type) {
    case 'boolean value':
      return booleans.includes(value.toLowerCase()) ? undefined : 'must be true or false';
    case 'integer value':
    case 'port value':
      return /^[+-]?\d+$/.test(value) ? rangeFault(option, Number(value)) : emptyOr(value, 'must be a whole number');
    case 'floating point value':
      return value !== '' && Number.isFinite(Number(value)) ? rangeFault(option, Number(value)) : emptyOr(value, 'must be a number');
    default:
      return undefined;
  }
}

/** oslo.config takes an empty number for "not set". */
function emptyOr(value: string, fault: string): string | undefined {
  return value === '' ? undefined : fault;
}

function rangeFault({ min, max }: OsloOption, value: number): string | undefined {
  if (min !== undefined && value < min) return `must be at least ${min}`;
  if (max !== undefined && value > max) return `must be at most ${max}`;
  return undefined;
}

/** Some options do not mind upper and lower case; the catalogue does not say which. */
function choiceFault({ choices, type }: OsloOption, value: string): string | undefined {
  if (choices === undefined || value === '') return undefined;
  const known = choices.map((choice) => choice.toLowerCase());
  const values = type === 'list value' ? value.split(',').map((item) => item.trim()) : [value];
  return values.every((item) => known.includes(item.toLowerCase())) ? undefined : `must be one of ${choices.map((choice) => choice || '""').join(', ')}`;
}
