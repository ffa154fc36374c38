import { basename } from 'node:path';
import type { RawConfiguration } from '../config/index.ts';
import type { Where } from '../diagnostics/index.ts';
import { contentLabel, type RenderedService, type ServiceModel } from '../render/index.ts';
import type { OptionUse } from './option-check.ts';
import { parseOsloFile, type OptionSetting } from './oslo-file.ts';

/** What was written, and where. */
type RawPlaces = Pick<RawConfiguration, 'value' | 'locate'>;

/**
 * Every option that the daemon's files of oslo.config set, as rendered, with the place where a person wrote it: the configuration,
 * else the template. Empty for a service without such files.
 */
export function optionUses(model: ServiceModel, rendered: RenderedService, raw: RawPlaces): OptionUse[] {
  const hasOptions = Object.values(model.definition.files ?? {}).some(({ format }) => format === 'oslo');
  if (!hasOptions) return [];
  return unique(renderedTexts(rendered).flatMap((texts) => usesIn(texts, model, raw)));
}

function usesIn(texts: Texts, { owner, definition, context, templates }: ServiceModel, raw: RawPlaces): OptionUse[] {
  const files = Object.entries(definition.files ?? {}).filter(([, { format }]) => format === 'oslo');
  const own = Object.keys(definition.daemon(context).ownFiles ?? {}).filter((path) => path.endsWith('.conf'));
  return [
    ...files.flatMap(([key, { path }]) =>
      settingsOf(texts[key]).map((setting) => ({ ...setting, file: path, where: inConfiguration(raw, ['services', owner.service, 'files', key], setting) ?? inTemplate(templates.get(key)?.file, setting) })),
    ),
    ...own.flatMap((path) => settingsOf(texts[basename(path)]).map((setting) => ({ ...setting, file: path, where: { object: `services.${owner.service}.config` } }))),
  ];
}

function settingsOf(text = ''): OptionSetting[] {
  return parseOsloFile(text);
}

type Texts = Readonly<Record<string, string>>;

/** Files of the daemon by key, once for each of its workloads: the config Secrets among its supports hold them. */
function renderedTexts({ supports }: RenderedService): Texts[] {
  return supports.filter((object) => object.kind === 'Secret' && object.metadata.labels?.[contentLabel] === 'config').map((secret) => (secret['stringData'] ?? {}) as Texts);
}

/** What all nodes say is told once. */
function unique(uses: readonly OptionUse[]): OptionUse[] {
  return [...new Map(uses.map((use) => [JSON.stringify(use), use])).values()];
}

/** The place in the configuration; undefined when the option is not written there. */
function inConfiguration(raw: RawPlaces, prefix: readonly string[], { section, option }: OptionSetting): Where | undefined {
  const path = [...prefix, section, option];
  const written = path.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], raw.value);
  return written === undefined ? undefined : { object: `${prefix.slice(0, -1).join('.')}.'${String(prefix.at(-1))}'.${section}.${option}`, ...raw.locate(path) };
}

function inTemplate(file: string | undefined, { section, option }: OptionSetting): Where {
  return { object: `[${section}] ${option}`, ...(file === undefined ? {} : { file }) };
}
