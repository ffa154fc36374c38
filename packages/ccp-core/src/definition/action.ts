import type { z } from 'zod';
import { branded, isBranded, type Branded } from './brand.ts';
import type { ImageDefinition } from './image-spec.ts';
import type { Operation } from './operation.ts';
import type { CommandSpec, JobSpec } from './job.ts';
import type { ServiceContext, ServiceDefinition } from './service.ts';

/** A run as a Job: one container of the action's image. It waits for nothing: what it needs must be there. */
export interface ActionJob extends CommandSpec, Pick<JobSpec, 'files' | 'ownFiles' | 'liveFiles' | 'expectedSeconds'> {
  /** Seconds that each try may run before it is ended and counts as failed. Default: 600. */
  readonly deadlineSeconds?: number;
  /** Tries after the first that failed. Default: 0. */
  readonly retries?: number;
}

/** What every action says of itself. `S`: a zod object; every value is given as `-p name=value`. */
interface ActionCommon<C, S extends z.ZodObject> {
  /** Lower case, `-` between words, at most 50 letters; unique in the catalog. Runs are called `<name>-<8 hex>`. */
  readonly name: string;
  /** One sentence for people. */
  readonly title: string;
  /** The service that it works on; its configuration, files, secrets and nodes are the action's too. */
  readonly service: ServiceDefinition<C>;
  /** What `-p` may give, with `.describe()` on every key and defaults where there are any. Never secrets: parameters are recorded. Default: none. */
  readonly parameters?: S;
}

/** How an action is written: with `job` it runs in the cluster, with `operate` ccp itself carries it out. */
export type ActionSpec<C, S extends z.ZodObject> = ActionCommon<C, S> &
  (
    | {
        /** Default: the image of the deployed service. */
        readonly image?: ImageDefinition;
        readonly job: (context: ServiceContext<C>, parameters: z.output<S>) => ActionJob;
      }
    | {
        /** Work that needs the Kubernetes API; done while holding the right to change the environment. May be interrupted at any point, and must continue when run again. */
        readonly operate: (operation: Operation<C>, parameters: z.output<S>) => Promise<void>;
      }
  );

/** An action as its package wrote it, for any configuration and parameters. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the catalog holds actions of every configuration type
export type ActionDefinition<C = any, S extends z.ZodObject = any> = ActionSpec<C, S> & Branded<'action'>;

/** An action that runs as a Job. */
export type JobAction = Extract<ActionDefinition, { job: unknown }>;
/** An action that ccp carries out. */
export type OperationAction = Extract<ActionDefinition, { operate: unknown }>;

/** Declares a one-off run on demand. Pure: nothing is run. */
export function defineAction<C, S extends z.ZodObject = z.ZodObject<Record<never, never>>>(spec: ActionSpec<C, S>): ActionDefinition<C, S> {
  return branded('action', spec) as ActionDefinition<C, S>;
}

/** Whether `value` was made by {@link defineAction}. */
export function isAction(value: unknown): value is ActionDefinition {
  return isBranded('action', value);
}
