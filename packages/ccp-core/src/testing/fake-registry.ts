import type { CcpError } from '../diagnostics/index.ts';
import type { RegistryAccess, RegistryClient } from '../engine/contracts.ts';

/** A registry in memory. */
export interface FakeRegistry extends RegistryClient {
  /** Labels of what it has, by reference. */
  readonly images: Map<string, Readonly<Record<string, string>>>;
  /** What it was asked, in order. */
  readonly asked: { readonly about: string; readonly access: RegistryAccess }[];
  /** Thrown by every question, until it is set to undefined. */
  fault: CcpError | undefined;
}

/** A registry that is empty at first; a fake engine pushes to it and pulls from it. */
export function fakeRegistry(): FakeRegistry {
  const images: FakeRegistry['images'] = new Map();
  const asked: FakeRegistry['asked'] = [];
  const answer = (about: string, access: RegistryAccess): void => {
    asked.push({ about, access });
    if (registry.fault !== undefined) throw registry.fault;
  };
  const registry: FakeRegistry = {
    images,
    asked,
    fault: undefined,
    manifestDigest: async (reference, access = {}) => {
      answer(reference, access);
      return images.has(reference) ? `sha256:${reference}` : undefined;
    },
    check: async (host, access = {}) => answer(host, access),
  };
  return registry;
}
