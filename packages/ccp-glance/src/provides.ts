import type { CapabilityProvider } from 'ccp-core';
import type { GlanceConfig } from './config.ts';

/** The capability `image`. */
export const imageProvider: CapabilityProvider<'image', GlanceConfig> = {
  port: 'public',
  value: (context) => ({ internalUrl: context.internalUrl('public'), publicUrl: context.publicUrl('public') }),
};
