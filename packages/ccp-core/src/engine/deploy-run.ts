import type { EventSink } from '../definition/index.ts';
import type { DeployPlan } from '../plan/service-plan.ts';
import type { ClusterApi } from './cluster-contract.ts';
import type { LiveState } from './live-state.ts';
import type { Desired } from './desired.ts';
import type { SecretStore } from './secrets.ts';

/** What a deploy works with. */
export interface DeployRun {
  readonly cluster: ClusterApi;
  readonly desired: Desired;
  readonly plan: DeployPlan;
  readonly live: LiveState;
  /** Services that are deployed; of the others nothing is touched. `plan` holds only these. Default: all. */
  readonly only?: ReadonlySet<string> | undefined;
  readonly secrets: SecretStore;
  readonly events: EventSink;
  readonly signal: AbortSignal;
}
