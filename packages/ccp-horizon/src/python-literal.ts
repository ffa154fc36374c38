/** What a setting may be. */
export type PythonValue = string | number | boolean | readonly PythonValue[];

/** A value in the syntax of Python. That of JSON is the same for text, numbers and lists. */
export function pythonLiteral(value: PythonValue): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'object') return `[${value.map(pythonLiteral).join(', ')}]`;
  return JSON.stringify(value);
}
