import type { ActionDefinition } from '../definition/index.ts';
import { CcpError, nearest } from '../diagnostics/index.ts';
import type { ServiceModel } from '../render/index.ts';

/** Which instance an action is to work on. */
export interface TargetRequest {
  readonly action: Pick<ActionDefinition, 'name' | 'service'>;
  /** Name of the instance; undefined when there must be only one. */
  readonly service: string | undefined;
}

/**
 * The instance of the action's service that it works on, whatever its name is. Throws NOT_DEPLOYED when the environment has none, and USAGE
 * when it has several to choose from or when `service` is none of them.
 */
export function actionTarget({ action, service }: TargetRequest, models: readonly ServiceModel[]): ServiceModel {
  const own = models.filter(({ instanceOf }) => instanceOf === action.service.name);
  if (own.length === 0) throw notThere(action);
  const names = own.map(({ owner }) => owner.service);
  const [model, second] = service === undefined ? own : own.filter(({ owner }) => owner.service === service);
  if (second !== undefined) throw new CcpError('USAGE', `${action.name} can work on ${names.join(' and on ')}`, { hint: `Choose with --service ${names[0] ?? ''}.` });
  if (model !== undefined) return model;
  const near = nearest(service ?? '', names);
  throw new CcpError('USAGE', `${action.name} does not work on "${service ?? ''}"`, { hint: near === undefined ? `Services: ${names.join(', ')}.` : `Did you mean "${near}"?` });
}

function notThere({ name, service }: TargetRequest['action']): CcpError {
  return new CcpError('NOT_DEPLOYED', `no service of this environment is made from "${service.name}", on which ${name} works`, { hint: 'See "services" and "roles" in ccp.yaml.' });
}
