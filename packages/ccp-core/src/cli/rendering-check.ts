import { CcpError } from '../diagnostics/index.ts';
import { renderService, type RenderInputs } from '../render/index.ts';
import { modelsFor } from './desired.ts';
import type { Session } from './session.ts';

/** Rendering shows every fault of a template with any value: no image, secret or cluster is needed for it. */
const anyInputs: RenderInputs = { imageReference: (name) => name, imageKey: (name) => name, secretVersion: () => 'any', podInit: undefined };

/** Faults of templates and definitions that only rendering shows (TEMPLATE_INVALID, CATALOG_INVALID), the first of each service. */
export function renderingFaults(session: Session): CcpError[] {
  return modelsFor(session, []).flatMap((model) => {
    try {
      renderService(model, anyInputs);
      return [];
    } catch (error) {
      if (error instanceof CcpError) return [error];
      throw error;
    }
  });
}
