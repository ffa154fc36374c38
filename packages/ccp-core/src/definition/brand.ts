/**
 * Identity of definition objects. `Symbol.for` (not a class) so that two copies of ccp-core in one
 * node_modules tree still recognise each other's definitions.
 */
const brand = Symbol.for('ccp.definition');

/** The kinds of definition objects that carry a brand. */
export type DefinitionKind = 'component' | 'image' | 'service' | 'config' | 'secret' | 'action' | 'pod-field';

/** An object that was made by one of the `define*` functions. */
export interface Branded<K extends DefinitionKind> {
  readonly [brand]: K;
}

/** Marks `value` as a definition of `kind` and freezes it. */
export function branded<K extends DefinitionKind, T extends object>(kind: K, value: T): T & Branded<K> {
  return Object.freeze(Object.assign({ [brand]: kind }, value)) as T & Branded<K>;
}

/** Whether `value` is a definition of `kind`. */
export function isBranded(kind: DefinitionKind, value: unknown): boolean {
  return typeof value === 'object' && value !== null && (value as Partial<Branded<DefinitionKind>>)[brand] === kind;
}
