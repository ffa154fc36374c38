import type { CatalogAction } from '../../catalog/index.ts';
import { CcpError, exitCode, nearest } from '../../diagnostics/index.ts';
import { keptRuns } from '../../engine/action-runs.ts';
import { parametersOf } from '../action-parameters.ts';
import { printResult, type CommandRun, type CoreCommand } from '../command.ts';
import { table } from '../table.ts';

/** `ccp action list`: what can be run. */
export const actionListCommand: CoreCommand = {
  name: 'action list',
  summary: 'List the actions of all components',
  details: 'JSON: [{name, component, service, title}].',
  run: async (run) => {
    const rows = [...run.workspace.session.catalog.actions.values()].map(({ definition, component }) => ({ name: definition.name, component: component.name, service: definition.service.name, title: definition.title }));
    rows.sort((a, b) => (a.name < b.name ? -1 : 1));
    printResult(run, rows, () => table(['NAME', 'COMPONENT', 'SERVICE', 'WHAT IT DOES'], rows.map((row) => [row.name, row.component, row.service, row.title])));
    return exitCode.ok;
  },
};

/** `ccp action show`: one action with its parameters. */
export const actionShowCommand: CoreCommand = {
  name: 'action show',
  summary: 'Show an action: its service, its image and its parameters',
  arguments: [{ flags: '<name>', description: 'name of the action' }],
  details: `JSON: {name, title, component, service, image, carriedOutBy: cluster|ccp, keptRuns, parameters: [{name, type, required, default, description}]}.
image is absent for what ccp itself carries out.`,
  run: async (run) => {
    const { definition, component } = findAction(run);
    const inCluster = 'job' in definition;
    const image = inCluster ? (definition.image ?? definition.service.image).name : undefined;
    const parameters = parametersOf(definition);
    const shown = { name: definition.name, title: definition.title, component: component.name, service: definition.service.name, image, carriedOutBy: inCluster ? 'cluster' : 'ccp', keptRuns, parameters };
    printResult(run, shown, () =>
      [
        `${shown.name}: ${shown.title}`,
        `  component  ${shown.component}`,
        `  service    ${shown.service}`,
        image === undefined ? '  runs       in ccp itself, which must stay until the end' : `  image      ${image}`,
        ...(parameters.length === 0 ? ['It takes no parameters.'] : ['', table(['PARAMETER', 'TYPE', 'DEFAULT', 'MEANING'], parameters.map((item) => [item.name, item.type, item.required ? '(required)' : JSON.stringify(item.default ?? null), item.description]))]),
      ].join('\n'),
      [shown.name],
    );
    return exitCode.ok;
  },
};

/** The action that the first argument names. Throws USAGE with the nearest name. */
export function findAction({ workspace, args }: Pick<CommandRun, 'workspace' | 'args'>): CatalogAction {
  const { actions } = workspace.session.catalog;
  const [name = ''] = args;
  const found = actions.get(name);
  if (found !== undefined) return found;
  const near = nearest(name, [...actions.keys()]);
  throw new CcpError('USAGE', `there is no action "${name}"`, { hint: near === undefined ? `Actions: ${[...actions.keys()].sort().join(', ') || 'none'}.` : `Did you mean "${near}"?` });
}
