import { CcpError } from '../diagnostics/index.ts';
import { composeModels, templateFile } from '../plan/models.ts';
import { renderService, type RenderInputs } from '../render/index.ts';
import type { Session } from './session.ts';

/** Rendering shows every fault of a template with any value: no image, secret or cluster is needed for it. */
export const anyInputs: RenderInputs = { imageReference: (name) => name, imageKey: (name) => name, secretVersion: () => 'any', podInit: undefined };

/**
 * Faults of templates and definitions that only rendering shows (TEMPLATE_INVALID, CATALOG_INVALID), the first of each service. Services
 * that lack something, a bound capability or a template, are left out, and those that need them: that is a fault of its own.
 */
export function renderingFaults(session: Session): CcpError[] {
  const { catalog, configuration, configs, topology, templates } = session;
  const bindings = completeBindings(session);
  return faultsOf(() => composeModels({ catalog, configuration, configs, topology, templates, bindings, publicHost: 'any.invalid' }).flatMap((model) => faultsOf(() => void renderService(model, anyInputs))));
}

function completeBindings({ catalog, bindings, templates }: Session): Session['bindings'] {
  const complete = new Map<string, ReturnType<Session['bindings']['get']> & object>();
  for (let before = -1; before < complete.size; ) {
    before = complete.size;
    for (const [name, own] of bindings) {
      const service = catalog.services.get(name);
      const files = Object.values(service?.definition.files ?? {});
      const isRead = service !== undefined && files.every((file) => templates.has(templateFile(service, file.template)));
      if (isRead && own.size === (service.definition.requires ?? []).length && [...own.values()].every((provider) => complete.has(provider))) complete.set(name, own);
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
