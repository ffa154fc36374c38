import { CcpError } from '../diagnostics/index.ts';
import { unknownImports } from '../engine/secret-imports.ts';
import { composeModels, secretSpecs } from '../plan/models.ts';
import { serviceTemplateFiles } from '../plan/overrides.ts';
import { renderService, type RenderInputs } from '../render/index.ts';
import type { Session } from './session.ts';

/** Rendering shows every fault of a template with any value: no image, secret or cluster is needed for it. */
export const anyInputs: RenderInputs = { imageReference: (name) => name, imageKey: (name) => name, secretVersion: () => 'any', podInit: undefined };

/**
 * Faults that only rendering shows, of templates and definitions (TEMPLATE_INVALID, CATALOG_INVALID) and of patches (CONFIG_INVALID), the
 * first of each service, and imported secrets that no service needs. Services that lack something, a bound capability or a template, are left out,
 * and those that need them: that is a fault of its own. `complete: false`: there may be services that are not known.
 */
export function renderingFaults(session: Session, { complete }: { readonly complete: boolean }): CcpError[] {
  const { catalog, configuration, configs, topology, templates } = session;
  const bindings = completeBindings(session);
  return faultsOf(() => {
    const models = composeModels({ catalog, configuration, configs, topology, templates, bindings, publicHost: 'any.invalid', nodes: [] });
    const strangers = complete && bindings.size === session.bindings.size ? unknownImports(session.imports, secretSpecs(models)) : [];
    return [...models.flatMap((model) => faultsOf(() => void renderService(model, anyInputs))), ...strangers];
  });
}

function completeBindings({ catalog, configuration, bindings, templates }: Session): Session['bindings'] {
  const complete = new Map<string, ReturnType<Session['bindings']['get']> & object>();
  for (let before = -1; before < complete.size; ) {
    before = complete.size;
    for (const [name, own] of bindings) {
      const service = catalog.services.get(name);
      const isRead = service !== undefined && serviceTemplateFiles(configuration, service).every(({ file }) => templates.has(file));
      const isBound = service?.definition.requires?.every((capability) => own.has(capability)) ?? true;
      if (isRead && isBound && [...own.values()].every((provider) => complete.has(provider))) complete.set(name, own);
    }
  }
  return complete;
}

/** What `work` returns, or the faults that it throws. */
function faultsOf(work: () => CcpError[] | undefined): CcpError[] {
  try {
    return work() ?? [];
  } catch (error) {
    if (error instanceof CcpError) return [error];
    throw error;
  }
}
