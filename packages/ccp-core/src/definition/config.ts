import type { z } from 'zod';
import { branded, type Branded } from './brand.ts';

/** The configuration of one service: a zod object whose every key has a default or is optional. */
export type ConfigDefinition<T = unknown> = Branded<'config'> & { readonly schema: z.ZodType<T> };

/**
 * Declares the configuration of a service. The schema is at once the type, the validation and the generated
 * reference. Use `.describe()` on every key; secrets are never configuration.
 */
export function defineConfig<T>(schema: z.ZodType<T>): ConfigDefinition<T> {
  return branded('config', { schema });
}
