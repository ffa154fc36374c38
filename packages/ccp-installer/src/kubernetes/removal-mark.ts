/** On a node that is being removed, so that an interrupted removal can be told from a node that somebody closed. */
const removing = 'ccp.io/removing';

/** Annotations that take the mark away. */
export const noRemovalMark = { [removing]: null };

type Annotations = Readonly<Record<string, string>>;

/** Pure: annotations of a node that is being removed; whoever ends an interrupted removal ends it as it was begun. */
export function removalMark({ force }: { readonly force: boolean }): Annotations {
  return { [removing]: force ? 'force' : 'true' };
}

/** Pure: whether the node is being removed. */
export function isBeingRemoved(annotations: Annotations): boolean {
  return annotations[removing] !== undefined;
}

/** Pure: whether the node is being removed with the claims that hold data there. */
export function isRemovedByForce(annotations: Annotations): boolean {
  return annotations[removing] === 'force';
}
