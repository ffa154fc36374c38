import { branded, isBranded, type Branded } from './brand.ts';

/** What a pod knows of itself when it starts. */
export type PodFieldPath = 'metadata.name' | 'spec.nodeName' | 'status.hostIP' | 'status.podIP';

/** A variable that the pod fills in itself. */
export type PodField = Branded<'pod-field'> & { readonly path: PodFieldPath };

/** Takes the value of a variable from the pod, for example the address of its node (`status.hostIP`). */
export function podField(path: PodFieldPath): PodField {
  return branded('pod-field', { path });
}

/** Whether `value` was made by {@link podField}. */
export function isPodField(value: unknown): value is PodField {
  return isBranded('pod-field', value);
}
