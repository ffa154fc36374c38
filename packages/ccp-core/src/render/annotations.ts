import { canonicalJson } from './hash.ts';
import { configAnnotation, overridesAnnotation } from './labels.ts';
import type { ServiceModel } from './model.ts';

/** Annotations that keep a service's configuration beside what was made of it, for later plans. */
export function configAnnotations({ config, overrides }: ServiceModel): Record<string, string> {
  const isOverridden = Object.keys(overrides.shown).length > 0;
  return { [configAnnotation]: canonicalJson(config), ...(isOverridden ? { [overridesAnnotation]: canonicalJson(overrides.shown) } : {}) };
}
