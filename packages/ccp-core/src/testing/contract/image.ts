import type { ImageBase, ImageDefinition } from '../../definition/index.ts';
import { broken, type Finding } from './finding.ts';

/** `MIT`, `Apache-2.0 AND GPL-2.0-only`, `(MIT OR BSD-3-Clause) AND ISC`. */
const spdx = /^\(*[A-Za-z0-9.+-]+\)*( (AND|OR|WITH) \(*[A-Za-z0-9.+-]+\)*)*$/;

/** Faults of an image; `inPods`: a service runs it. Those of its recipe are found when it is planned. */
export function imageFindings(image: ImageDefinition, inPods: boolean): Finding[] {
  const licenses = image.licenses ?? 'Apache-2.0';
  const init = entrypointOf(image)?.[0] ?? 'nothing';
  return broken(`image ${image.name}`, [
    { kept: image.title.trim() !== '', problem: 'it has no title', hint: 'Say in a few words what it is.' },
    { kept: spdx.test(licenses), problem: `licenses is "${licenses}"`, hint: 'Write an SPDX expression, for example MIT or Apache-2.0 AND ISC.' },
    { kept: (image.expectedSeconds ?? 0) > 0, problem: 'expectedSeconds is missing', hint: 'Write how long a cold build takes on two cores; order and progress need it.' },
    { kept: image.root === undefined || image.root.reason.trim().length >= 10, problem: 'it starts as root and does not say why', hint: 'Give the reason in root, or set user.' },
    { kept: image.root === undefined || image.user === undefined, problem: 'it has both user and root', hint: 'Keep one.' },
    { kept: !inPods || image.shipped !== false, problem: 'a service runs it, and it is not shipped', hint: 'Remove shipped: false.' },
    { kept: !inPods || init.endsWith('/tini'), problem: `a service runs it, and it starts with ${init}`, hint: 'Build it from debian-base, or set entrypoint to tini, so that signals arrive and orphans are reaped.' },
  ]);
}

/** Its own, else that of what it is made from. */
function entrypointOf(image: ImageDefinition): readonly string[] | undefined {
  return image.entrypoint ?? (isImage(image.from) ? entrypointOf(image.from) : undefined);
}

function isImage(base: ImageBase): base is ImageDefinition {
  return base !== 'scratch' && !('kind' in base);
}
