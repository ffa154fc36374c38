import { shown } from '../definition/index.ts';
import type { ImageNode } from '../plan/image-node.ts';
import type { Workspace } from './workspace.ts';

/**
 * Sends an image to the registry that the nodes pull from, unless it has it. `address`: `host:port` that this engine can push to;
 * undefined: the image's own reference names the registry. Throws REGISTRY_UNREACHABLE, REGISTRY_FAILED.
 */
export async function pushImage(workspace: Workspace, image: ImageNode, address: string | undefined): Promise<void> {
  const { adapters, session } = workspace;
  const { events, signal } = session.options;
  const target = address === undefined ? image.reference : image.reference.replace(/^[^/]+/, address);
  // What a cluster brings along asks for no login, and gets none.
  const access = address === undefined ? await workspace.registryAccess() : {};
  if ((await adapters.registry.manifestDigest(target, access)) !== undefined) return;
  await shown(events, { kind: 'push', name: image.name, expectedSeconds: 8 }, async (step) => {
    // An image of the same content may be there under the name of another registry only.
    const local = image.sameAs ?? image.reference;
    if (target !== local) await adapters.engine.tag(local, target);
    await adapters.engine.push(target, signal, step, access.login);
    // The second name was only needed for the push.
    if (target !== image.reference) await adapters.engine.removeImage(target);
  });
}
