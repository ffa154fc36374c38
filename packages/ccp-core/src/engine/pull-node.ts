import { CcpError } from '../diagnostics/index.ts';
import type { ImageNode } from '../plan/image-node.ts';
import { keyLabel } from '../plan/image-settings.ts';
import type { BuildProgress, ImageEngine, RegistryLogin } from './contracts.ts';

/** What a pull is told. */
export interface PullNodeOptions {
  readonly signal: AbortSignal;
  /** Default: none is needed. */
  readonly login?: RegistryLogin | undefined;
  onProgress(progress: BuildProgress): void;
}

/**
 * Gets an image from the registry of its reference. Throws CcpError REGISTRY_UNREACHABLE, and REGISTRY_FAILED when the registry refuses or what it
 * has under this name is another image, with how to build it instead.
 */
export async function pullNode(node: ImageNode, engine: ImageEngine, { signal, login, onProgress }: PullNodeOptions): Promise<{ sizeBytes: number }> {
  onProgress({ kind: 'step', text: `pull ${node.reference}` });
  try {
    await engine.pull(node.reference, signal, (text) => onProgress({ kind: 'log', text }), login);
    return await pulledImage(node, engine);
  } catch (cause) {
    if (!(cause instanceof CcpError) || !cause.code.startsWith('REGISTRY_')) throw cause;
    const { code, message, where, evidence, hint } = cause;
    throw new CcpError(code, message, { ...(where === undefined ? {} : { where }), evidence, cause, hint: `${hint === undefined ? '' : `${hint} `}With --set registry.pull=false it is built from source instead.` });
  }
}

/** An image without its key would be taken for the right one by its name, and never be found by its content. */
async function pulledImage({ reference, key }: ImageNode, engine: ImageEngine): Promise<{ sizeBytes: number }> {
  const found = await engine.findImage(reference);
  const other = found?.labels[keyLabel];
  if (found !== undefined && other === key) return found;
  await engine.removeImage(reference);
  throw new CcpError('REGISTRY_FAILED', `What the registry has as ${reference} is another image.`, { evidence: [`key expected: ${key}`, `key found: ${other ?? 'none'}`] });
}
