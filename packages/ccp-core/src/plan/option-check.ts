import type { OptionCatalogue, OsloOption, OsloSection } from '../definition/index.ts';
import { CcpError, nearest, type Where } from '../diagnostics/index.ts';
import type { OptionSetting } from './oslo-file.ts';
import { valueFault } from './option-value.ts';

/** An option that is set somewhere. */
export interface OptionUse extends OptionSetting {
  /** File in the container, for example `/etc/keystone/keystone.conf`. */
  readonly file: string;
  /** Where a person wrote it. */
  readonly where: Where;
}

/** What checking found: faults forbid a deploy, warnings do not. */
export interface OptionFindings {
  readonly faults: readonly CcpError[];
  /** One sentence with its place each, sorted. */
  readonly warnings: readonly OptionWarning[];
}

/** An option that works and will not for ever. */
export interface OptionWarning {
  readonly text: string;
  readonly where: Where;
}

/**
 * Checks options against the catalogue of the image that reads them: unknown sections and options and impossible values
 * are faults (CONFIG_INVALID) with the nearest name, deprecated ones are warnings with their successor.
 */
export function checkOptions(catalogue: OptionCatalogue, uses: readonly OptionUse[]): OptionFindings {
  const faults: CcpError[] = [];
  const warnings: OptionWarning[] = [];
  for (const use of uses) {
    const found = resolve(catalogue, use, uses);
    if (found instanceof CcpError) faults.push(found);
    if (found === undefined || found instanceof CcpError) continue;
    const wrong = valueFault(found.option, use.value);
    if (wrong !== undefined) faults.push(valueError(use, found.option, wrong));
    const text = deprecation(use, found);
    if (text !== undefined) warnings.push({ text, where: use.where });
  }
  return { faults, warnings: [...warnings].sort((a, b) => (a.text < b.text ? -1 : 1)) };
}

interface Found {
  readonly option: OsloOption;
  /** Name of today, when the one in use is an old one. */
  readonly successor?: readonly [section: string, option: string];
}

/** The option that is meant; undefined when the catalogue cannot know it. */
function resolve(catalogue: OptionCatalogue, use: OptionUse, uses: readonly OptionUse[]): Found | CcpError | undefined {
  const name = use.option.replaceAll('-', '_');
  const section = sectionOf(catalogue, use.section, uses);
  if (catalogue.everywhere?.includes(name) === true || section?.free === true) return knownOption(section, name);
  if (section === undefined) return unknownSection(catalogue, use);
  return knownOption(section, name) ?? renamedOption(catalogue, section, name) ?? unknownOption(catalogue, section, use);
}

function knownOption(section: OsloSection | undefined, name: string): Found | undefined {
  const option = section?.options[name];
  return option === undefined ? undefined : { option };
}

function renamedOption({ sections }: OptionCatalogue, section: OsloSection, name: string): Found | undefined {
  const successor = section.renamed?.[name];
  const option = successor === undefined ? undefined : sections[successor[0]]?.options[successor[1]];
  return option === undefined || successor === undefined ? undefined : { option, successor };
}

/** A section by its name, whose case does not count but for DEFAULT; or the kind of section that an option lists by this name. */
function sectionOf({ sections }: OptionCatalogue, name: string, uses: readonly OptionUse[]): OsloSection | undefined {
  const own = sections[name] ?? sections[name.toLowerCase()];
  return own ?? Object.values(sections).find(({ repeatedBy }) => repeatedBy !== undefined && uses.some((use) => use.option === repeatedBy && listed(use.value).includes(name)));
}

function listed(value: string): string[] {
  return value.split(',').map((item) => item.trim());
}

function unknownSection({ sections }: OptionCatalogue, use: OptionUse): CcpError {
  const near = nearest(use.section, Object.keys(sections));
  const hint = near === undefined ? `The image's sections: ${Object.keys(sections).sort().join(', ')}.` : `Did you mean [${near}]?`;
  return new CcpError('CONFIG_INVALID', `${use.file} has no section [${use.section}] (it would hold ${use.option})`, { where: use.where, hint });
}

function unknownOption({ sections }: OptionCatalogue, section: OsloSection, use: OptionUse): CcpError {
  const near = nearest(use.option, [...Object.keys(section.options), ...Object.keys(section.renamed ?? {})]);
  const elsewhere = Object.keys(sections).filter((name) => sections[name]?.options[use.option] !== undefined);
  const hint =
    near !== undefined ? `Did you mean "${near}"?` : elsewhere.length > 0 ? `It is an option of ${elsewhere.map((name) => `[${name}]`).join(', ')}.` : `Options of [${use.section}]: ${Object.keys(section.options).sort().join(', ')}.`;
  return new CcpError('CONFIG_INVALID', `[${use.section}] of ${use.file} has no option "${use.option}"`, { where: use.where, hint });
}

function valueError(use: OptionUse, { type, help }: OsloOption, wrong: string): CcpError {
  return new CcpError('CONFIG_INVALID', `[${use.section}] ${use.option} of ${use.file} ${wrong}, not "${use.value}"`, { where: use.where, hint: `It is of the type ${type.replace(/ value$/, '')}: ${help}` });
}

function deprecation(use: OptionUse, { option, successor }: Found): string | undefined {
  const what = `[${use.section}] ${use.option} of ${use.file}`;
  if (successor !== undefined) return `${what} is deprecated; its name is now [${successor[0]}] ${successor[1]}`;
  if (option.removal !== undefined) return `${what} is deprecated and will go away${option.removal === '' ? '' : `: ${option.removal}`}`;
  return undefined;
}
