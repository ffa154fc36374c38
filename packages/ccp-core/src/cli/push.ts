import PQueue from 'p-queue';
import { shown } from '../definition/index.ts';
import { CcpError } from '../diagnostics/index.ts';
import type { PushOutcome } from '../engine/build-report.ts';
import type { ImageNode } from '../plan/image-node.ts';
import type { Workspace } from './workspace.ts';

/** More pushes at a time are no faster: compressing layers is the engine's bottleneck. */
export const pushWidth = 2;

/**
 * Sends an image to the registry that the nodes pull from, unless it has it. `address`: `host:port` that this engine can push to;
 * undefined: the image's own reference names the registry. Throws REGISTRY_UNREACHABLE, REGISTRY_FAILED.
 */
export async function pushImage(workspace: Workspace, image: ImageNode, address: string | undefined): Promise<'pushed' | 'present'> {
  const { adapters, session } = workspace;
  const { events, signal } = session.options;
  const target = address === undefined ? image.reference : image.reference.replace(/^[^/]+/, address);
  // What a cluster brings along asks for no login, and gets none.
  const access = address === undefined ? await workspace.registryAccess() : {};
  if ((await adapters.registry.manifestDigest(target, access, { signal })) !== undefined) return 'present';
  await shown(events, { kind: 'push', name: image.name, expectedSeconds: 8 }, async (step) => {
    // An image of the same content may be there under the name of another registry only.
    const local = image.sameAs ?? image.reference;
    if (target !== local) await adapters.engine.tag(local, target);
    await adapters.engine.push(target, signal, step, access.login);
    // The second name was only needed for the push.
    if (target !== image.reference) await adapters.engine.removeImage(target);
  });
  return 'pushed';
}

/** Pushes that follow a build. */
export interface Pushes {
  /** Sends the image in its turn; for an image that is in the engine. */
  add(image: ImageNode): void;
  /** Waits for all; what became of each, by name, and what went wrong. */
  ended(): Promise<{ readonly outcomes: ReadonlyMap<string, PushOutcome>; readonly faults: readonly CcpError[] }>;
}

/** Pushes images to the registry of `registry.address` while others are built. One that fails keeps no other from being pushed, unless the registry is gone. */
export function startPushes(workspace: Workspace): Pushes {
  const queue = new PQueue({ concurrency: pushWidth });
  const outcomes = new Map<string, PushOutcome>();
  const faults: unknown[] = [];
  let gone = false;
  const push = async (image: ImageNode): Promise<void> => {
    // Until its turn comes, and when none is made any more.
    outcomes.set(image.name, 'skipped');
    if (gone || workspace.session.options.signal.aborted) return;
    try {
      outcomes.set(image.name, await pushImage(workspace, image, undefined));
    } catch (fault) {
      gone ||= !(fault instanceof CcpError) || fault.code !== 'REGISTRY_FAILED';
      outcomes.set(image.name, 'failed');
      faults.push(fault);
    }
  };
  return {
    add: (image) => void queue.add(() => push(image)),
    ended: async () => {
      await queue.onIdle();
      const bug = faults.find((fault) => !(fault instanceof CcpError));
      if (bug !== undefined) throw bug;
      return { outcomes, faults: faults.filter((fault) => fault instanceof CcpError) };
    },
  };
}

/** Makes sure, before minutes of building, that images can be pushed. Throws USAGE without `registry.address`, REGISTRY_UNREACHABLE, REGISTRY_FAILED. */
export async function requireRegistry({ session, adapters, registryAccess }: Workspace): Promise<void> {
  const { address } = session.configuration.core.registry;
  if (address === undefined) {
    throw new CcpError('USAGE', 'there is no registry to push to: registry.address is not set', {
      hint: 'Set registry.address to its host:port. The registry of a local cluster needs no --push: ccp up sends it what its nodes need.',
    });
  }
  await adapters.registry.check(address, await registryAccess(), { signal: session.options.signal });
}
