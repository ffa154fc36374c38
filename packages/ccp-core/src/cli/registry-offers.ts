import { CcpError } from '../diagnostics/index.ts';
import { lookUpImages } from '../engine/look-up-images.ts';
import type { BuildAdapters } from '../engine/contracts.ts';
import type { ImagePlan } from '../plan/image-node.ts';
import type { RegistryUser } from './registry-access.ts';

/**
 * The plan where images that the engine lacks and the registry of `registry.address` has are pulled. A registry that does not answer is told, after
 * a wait of seconds only: all can be built. A refused login is thrown (REGISTRY_FAILED): it would cost hours of building and be met again by every push.
 */
export async function withRegistry(user: RegistryUser & { readonly adapters: Pick<BuildAdapters, 'registry'> }, plan: ImagePlan): Promise<ImagePlan> {
  const { session, adapters } = user;
  const { address, pull } = session.configuration.core.registry;
  if (address === undefined || !pull) return plan;
  const asking = { signal: session.options.signal, optional: true };
  try {
    return await lookUpImages(plan, async (reference) => (await adapters.registry.manifestDigest(reference, await user.registryAccess(), asking)) !== undefined);
  } catch (fault) {
    if (!(fault instanceof CcpError) || fault.code !== 'REGISTRY_UNREACHABLE') throw fault;
    session.options.events({ type: 'message', level: 'warning', text: `${fault.message} What the engine lacks is built from source.` });
    return plan;
  }
}
