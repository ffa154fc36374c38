import { removingAnnotation } from './removal.ts';

type Annotations = Readonly<Record<string, string>>;

/** Pure: annotations of a node that is being removed; whoever ends an interrupted removal ends it as it was begun. */
export function removalMark({ force }: { readonly force: boolean }): Annotations {
  return { [removingAnnotation]: force ? 'force' : 'true' };
}

/** Pure: whether the node is being removed. */
export function isBeingRemoved(annotations: Annotations): boolean {
  return annotations[removingAnnotation] !== undefined;
}

/** Pure: whether the node is being removed with the claims that hold data there. */
export function isRemovedByForce(annotations: Annotations): boolean {
  return annotations[removingAnnotation] === 'force';
}
