import { formatWhere, throwAll } from '../diagnostics/index.ts';
import { readOptionCatalogue } from '../engine/option-catalogues.ts';
import { checkOptions, type OptionFindings, type OptionWarning } from '../plan/option-check.ts';
import { optionUses } from '../plan/option-uses.ts';
import { renderService, type ServiceModel } from '../render/index.ts';
import { cacheFolder } from '../sources/index.ts';
import { anyInputs } from './rendering-check.ts';
import type { Workspace } from './workspace.ts';

/** What checking the options of oslo.config found, where it found no fault. */
export interface OptionCheck {
  readonly warnings: readonly OptionWarning[];
  /** Services whose image must be built first: it brings the catalogue that they are checked against. */
  readonly pending: readonly string[];
}

/**
 * Checks what the files of these services say in options of oslo.config against the catalogues of their images. Throws
 * CONFIG_INVALID with all that is unknown or impossible, in templates and in `services.<name>.files`.
 */
export async function checkServiceOptions(workspace: Workspace, models: readonly ServiceModel[]): Promise<OptionCheck> {
  const oslo = models.filter(({ definition }) => Object.values(definition.files ?? {}).some((file) => file.format === 'oslo'));
  const results = await Promise.all(oslo.map(async (model) => ({ service: model.owner.service, findings: await findingsOf(workspace, model) })));
  throwAll(results.flatMap(({ findings }) => findings?.faults ?? []));
  return {
    warnings: results.flatMap(({ findings }) => findings?.warnings ?? []),
    pending: results.filter(({ findings }) => findings === undefined).map(({ service }) => service),
  };
}

/** As {@link checkServiceOptions} before `build` and, for images that were not there yet, after it. Warnings become events. */
export async function checkOptionsAround(workspace: Workspace, models: readonly ServiceModel[], build: () => Promise<void>): Promise<void> {
  const before = await checkServiceOptions(workspace, models);
  await build();
  const after = await checkServiceOptions(workspace, models.filter((model) => before.pending.includes(model.owner.service)));
  for (const { text, where } of [...before.warnings, ...after.warnings]) {
    workspace.session.options.events({ type: 'message', level: 'warning', text: `${formatWhere(where)}: ${text}` });
  }
}

/** Undefined when the image is not in the engine. */
async function findingsOf(workspace: Workspace, model: ServiceModel): Promise<OptionFindings | undefined> {
  const { session, adapters } = workspace;
  const image = (await workspace.images()).images.find((item) => item.name === model.definition.image.name);
  if (image?.action !== 'present') return undefined;
  const catalogue = await readOptionCatalogue(adapters.engine, image, cacheFolder());
  if (catalogue === undefined) return { faults: [], warnings: [] };
  return checkOptions(catalogue, optionUses(model, renderService(model, anyInputs), session.configuration.raw));
}
