import Handlebars from 'handlebars';
import { readFile } from 'node:fs/promises';
import { CcpError, type Where } from '../diagnostics/index.ts';

/** A template as read from its package; `file` is shown in faults. */
export interface TemplateText {
  readonly file: string;
  readonly text: string;
}

/** Reads a template. Throws CATALOG_INVALID when it is not there; CONFIG_INVALID where the configuration names it, with `where`. */
export async function readTemplate(file: string, where?: Where): Promise<TemplateText> {
  try {
    return { file, text: await readFile(file, 'utf8') };
  } catch (cause) {
    if (where !== undefined) throw new CcpError('CONFIG_INVALID', `template cannot be read: ${(cause as Error).message}`, { where, hint: 'Give the path of an existing file, from the folder of the configuration file.', cause });
    throw new CcpError('CATALOG_INVALID', `template cannot be read: ${(cause as Error).message}`, { where: { file }, cause });
  }
}

const engine = Handlebars.create();
engine.registerHelper('join', (list: readonly unknown[], separator: string) => list.join(separator));
engine.registerHelper('eq', (a: unknown, b: unknown) => a === b);

/**
 * Renders strictly: a variable that does not exist is a fault with file, line and column (TEMPLATE_INVALID), and nothing is
 * escaped. Helpers: `if`, `unless`, `each`, `with`, `join list ", "`, `eq a b`. Secrets come out as markers.
 */
export function renderTemplate(template: TemplateText, variables: Readonly<Record<string, unknown>>): string {
  try {
    return engine.compile(template.text, { strict: true, noEscape: true, knownHelpersOnly: true, knownHelpers: { join: true, eq: true } })(variables, {
      allowedProtoMethods: {},
      allowProtoPropertiesByDefault: false,
    });
  } catch (cause) {
    throw templateFault(template.file, cause instanceof TypeError ? (brokenPath(template.text, variables) ?? cause) : (cause as Fault));
  }
}

type Fault = Error & { lineNumber?: number; column?: number };

/** Strict mode checks the last part of a path only; this finds the path that breaks before it. */
function brokenPath(text: string, variables: Readonly<Record<string, unknown>>): Fault | undefined {
  const found: Fault[] = [];
  class Paths extends Handlebars.Visitor {
    override PathExpression(path: hbs.AST.PathExpression): void {
      const reached = path.parts.slice(0, -1).reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part], variables);
      if (path.depth > 0 || path.data || reached !== undefined) return;
      found.push(Object.assign(new Error(`"${path.original}" not defined`), { lineNumber: path.loc.start.line, column: path.loc.start.column }));
    }
  }
  new Paths().accept(Handlebars.parse(text));
  return found[0];
}

/** Handlebars tells the place in fields or in its message, columns from 0. */
function placeOf({ lineNumber, column, message }: Fault): { line?: number; column?: number } {
  const [, line, at] = / - (\d+):(\d+)$/.exec(message) ?? /line (\d+)/.exec(message) ?? [];
  const found = { line: lineNumber ?? Number(line), column: (column ?? Number(at)) + 1 };
  return { ...(Number.isNaN(found.line) ? {} : { line: found.line }), ...(Number.isNaN(found.column) ? {} : { column: found.column }) };
}

function templateFault(file: string, error: Fault): CcpError {
  const missing = /"(.+)" not defined/.exec(error.message)?.[1];
  const message = missing === undefined ? String(error.message.split('\n')[0]) : `template uses "${missing}", which does not exist`;
  return new CcpError('TEMPLATE_INVALID', message, {
    where: { file, ...placeOf(error) },
    hint: 'Use config, service, environment, needs, ports, replicas, secrets, or what the service adds in "variables".',
    cause: error,
  });
}
