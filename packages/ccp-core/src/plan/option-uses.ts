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
  const { owner, definition, context, templates } = model;
  const files = Object.entries(definition.files ?? {}).filter(([, { format }]) => format === 'oslo');
  if (files.length === 0) return [];
  const texts = renderedTexts(rendered);
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

/** Files of the daemon by key; the one Secret among its supports holds them. */
function renderedTexts({ supports }: RenderedService): Readonly<Record<string, string>> {
  const secret = supports.find((object) => object.kind === 'Secret' && object.metadata.labels?.[contentLabel] === 'config');
  return (secret?.['stringData'] ?? {}) as Readonly<Record<string, string>>;
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
