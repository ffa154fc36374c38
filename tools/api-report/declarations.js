import { dirname, join } from 'node:path';
import ts from 'typescript';

/**
 * @typedef {object} Declarations
 * @property {Map<string, string[]>} exported Names that each entry exports, by the entry's path in `exports`, sorted.
 * @property {(entry: string, name: string) => string} textOf Declaration of an exported name, without comments.
 * @property {Map<string, string>} hidden Declarations of types that exported signatures name and no entry exports, by name, sorted.
 */

/**
 * Reads what a package declares, from its sources, so that nothing must be built.
 *
 * @param {string} folder Absolute folder of the package, with `tsconfig.lib.json`.
 * @param {Record<string, string>} entries Absolute source file of each entry.
 * @returns {Declarations}
 */
export function readDeclarations(folder, entries) {
  const program = programOf(folder, Object.values(entries));
  const written = emitted(program);
  const checker = program.getTypeChecker();
  const places = new Map(Object.entries(entries).map(([entry, file]) => [entry, placesOf(checker, program.getSourceFile(file))]));
  const known = new Set([...places.values()].flatMap((names) => [...names.keys()]));
  const starts = [...places.values()].flatMap((names) => [...names].map(([, place]) => place));
  return {
    exported: new Map([...places].map(([entry, names]) => [entry, [...names.keys()].sort()])),
    textOf: (entry, name) => textAt(written, places.get(entry).get(name)),
    hidden: hiddenTypes(written, starts, known),
  };
}

function programOf(folder, files) {
  const file = join(folder, 'tsconfig.lib.json');
  const { options } = ts.parseJsonConfigFileContent(ts.readConfigFile(file, ts.sys.readFile).config, ts.sys, folder);
  // Types are checked by `typecheck`; here they are only written down.
  return ts.createProgram(files, { ...options, noCheck: true, emitDeclarationOnly: true, declaration: true, noEmit: false });
}

/** Emitted declarations by source file. */
function emitted(program) {
  const texts = new Map();
  program.emit(undefined, (_, text, __, ___, sources) => {
    for (const source of sources ?? []) texts.set(source.fileName, ts.createSourceFile(source.fileName, text, ts.ScriptTarget.Latest, true));
  }, undefined, true);
  return texts;
}

/** Where each exported name of a module is declared: file and name there. */
function placesOf(checker, source) {
  const symbols = checker.getExportsOfModule(checker.getSymbolAtLocation(source));
  return new Map(
    symbols.map((symbol) => {
      const target = (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
      return [symbol.name, { file: target.declarations[0].getSourceFile().fileName, name: target.name }];
    }),
  );
}

function textAt(written, { file, name }) {
  const printer = ts.createPrinter({ removeComments: true });
  const source = written.get(file);
  return statementsOf(source, name).map((statement) => printer.printNode(ts.EmitHint.Unspecified, statement, source)).join('\n');
}

/** Top-level statements that declare `name`; several for overloads. */
function statementsOf(source, name) {
  return (source?.statements ?? []).filter((statement) => {
    if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.some((declaration) => declaration.name.getText(source) === name);
    return 'name' in statement && statement.name?.text === name;
  });
}

/** Follows type names from the exported declarations to those that nobody can import. */
function hiddenTypes(written, starts, known) {
  const found = new Map();
  const queue = [...starts];
  for (const place of queue) {
    const source = written.get(place.file);
    for (const statement of statementsOf(source, place.name)) {
      for (const next of typeNames(statement).map((name) => resolve(written, source, name))) {
        if (next === undefined || known.has(next.name) || found.has(next.name)) continue;
        found.set(next.name, textAt(written, next));
        queue.push(next);
      }
    }
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Names of types in a declaration. */
function typeNames(node) {
  const names = [];
  const visit = (child) => {
    if (ts.isTypeReferenceNode(child) && ts.isIdentifier(child.typeName)) names.push(child.typeName.text);
    if (ts.isExpressionWithTypeArguments(child) && ts.isIdentifier(child.expression)) names.push(child.expression.text);
    ts.forEachChild(child, visit);
  };
  visit(node);
  return names;
}

/** Where a type name of a file is declared in the package; undefined for those of libraries and the language. */
function resolve(written, source, name) {
  if (statementsOf(source, name).length > 0) return { file: source.fileName, name };
  for (const statement of source.statements) {
    const bindings = ts.isImportDeclaration(statement) ? statement.importClause?.namedBindings : undefined;
    if (bindings === undefined || !ts.isNamedImports(bindings) || !statement.moduleSpecifier.text.startsWith('.')) continue;
    const element = bindings.elements.find((item) => item.name.text === name);
    if (element !== undefined) return declaredIn(written, join(dirname(source.fileName), statement.moduleSpecifier.text), (element.propertyName ?? element.name).text);
  }
  return undefined;
}

/** Follows re-exports from `file` to the declaration of `name`. */
function declaredIn(written, file, name) {
  const source = written.get(file.replace(/\.(d\.ts|js)$/, '.ts'));
  if (source === undefined) return undefined;
  if (statementsOf(source, name).length > 0) return { file: source.fileName, name };
  for (const statement of source.statements) {
    if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier === undefined) continue;
    const original = originalName(statement.exportClause, name);
    const found = original === undefined ? undefined : declaredIn(written, join(dirname(source.fileName), statement.moduleSpecifier.text), original);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What `name` is called in the module that is exported from; undefined when it is not among the exported names. */
function originalName(clause, name) {
  if (clause === undefined) return name;
  if (!ts.isNamedExports(clause)) return undefined;
  const element = clause.elements.find((item) => item.name.text === name);
  return (element?.propertyName ?? element?.name)?.text;
}
