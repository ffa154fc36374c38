import { CcpError } from '../diagnostics/index.ts';
import type { ImageEngine, LocalImage } from './contracts.ts';

/** What the pull is told. */
export interface PullDebianOptions {
  readonly signal: AbortSignal;
  /** Called before the image is pulled. Default: nobody is told. */
  readonly onPull?: () => void;
}

/**
 * The image of `builder.debianReference`, pulled unless the engine has it; no login is handed to its registry. Undefined when the engine does not know
 * it by this name afterwards. Throws CcpError REGISTRY_UNREACHABLE and REGISTRY_FAILED with what helps for this image, and what the engine throws.
 */
export async function pullDebian(reference: string, engine: ImageEngine, { signal, onPull }: PullDebianOptions): Promise<LocalImage | undefined> {
  const found = await engine.findImage(reference);
  if (found !== undefined) return found;
  onPull?.();
  await engine.pull(reference, signal).catch((cause: unknown) => debianFault(reference, cause));
  return engine.findImage(reference);
}

/** What is set for the registry of ccp's own images means nothing here. */
function debianFault(reference: string, cause: unknown): never {
  if (!(cause instanceof CcpError) || !cause.code.startsWith('REGISTRY_')) throw cause;
  throw new CcpError(cause.code, `The Debian image ${reference} cannot be pulled. ${cause.message}`, {
    where: { object: 'builder.debianReference' },
    evidence: cause.evidence,
    cause,
    hint: `Correct builder.debianReference, or get the image by hand: docker pull ${reference} (after docker login where its registry wants one). What the engine has is not pulled.`,
  });
}
