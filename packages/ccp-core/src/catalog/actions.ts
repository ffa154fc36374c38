import type { ActionDefinition } from '../definition/index.ts';
import { CcpError } from '../diagnostics/index.ts';
import type { LoadedComponent } from './discover.ts';

/** An action with the component it comes from. */
export interface CatalogAction {
  readonly definition: ActionDefinition;
  readonly component: LoadedComponent;
}

/** A run's name adds nine letters, and names of Jobs have at most 63, of which their pods add six. */
const validName = /^(?=.{1,50}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** All actions by name. Names that clash or cannot be names of objects, and actions of a service of another component, are faults (CATALOG_INVALID). */
export function composeActions(components: readonly LoadedComponent[]): { actions: Map<string, CatalogAction>; faults: CcpError[] } {
  const actions = new Map<string, CatalogAction>();
  const faults: CcpError[] = [];
  const fault = (component: LoadedComponent, message: string, hint: string): void => void faults.push(new CcpError('CATALOG_INVALID', message, { where: { object: component.name }, hint }));
  for (const component of components) {
    for (const definition of component.definition.actions ?? []) {
      const { name, service } = definition;
      const other = actions.get(name);
      if (other !== undefined) fault(component, `action "${name}" is defined by ${other.component.name} and by ${component.name}`, 'Rename one of them.');
      if (!validName.test(name)) fault(component, `"${name}" cannot be the name of an action`, 'Use lower case letters, digits and single "-", at most 50.');
      if (component.definition.services?.some((own) => own.name === service.name) !== true) fault(component, `action "${name}" works on "${service.name}", which is no service of ${component.name}`, 'Declare the action in the component of its service.');
      actions.set(name, { definition, component });
    }
  }
  return { actions, faults };
}
