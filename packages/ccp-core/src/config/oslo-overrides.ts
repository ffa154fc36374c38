import { CcpError, type Where } from '../diagnostics/index.ts';
import type { Configuration } from './load.ts';
import type { OsloValue } from './service-section.ts';

/** One option of an oslo.config file that the configuration sets or, with null, removes. */
export interface OsloOverride {
  /** Name of the service's file, for example `keystone.conf`. */
  readonly file: string;
  readonly section: string;
  readonly option: string;
  readonly value: OsloValue;
  readonly where: Where;
}

/** Every option that `services.<service>.files` sets, in the order of the configuration, with its place. */
export function osloOverrides({ core, raw }: Configuration, service: string): OsloOverride[] {
  return Object.entries(core.services[service]?.files ?? {}).flatMap(([file, written]) =>
    typeof written === 'string'
      ? []
      : Object.entries(written).flatMap(([section, options]) =>
          Object.entries(options).map(([option, value]): OsloOverride => {
            const path = ['services', service, 'files', file, section, option];
            return { file, section, option, value, where: { object: `services.${service}.files.'${file}'.${section}.${option}`, ...raw.locate(path) } };
          }),
        ),
  );
}

const name = /^[A-Za-z0-9_.:-]+( [A-Za-z0-9_.:-]+)*$/;

/** What would not arrive as written (CONFIG_INVALID): names that INI cannot hold, control characters, an item of a list with a comma. */
export function osloValueFault({ section, option, value, where }: OsloOverride): CcpError | undefined {
  const refuse = (what: string, hint: string): CcpError => new CcpError('CONFIG_INVALID', `[${section}] ${option}: ${what}`, { where, hint });
  if (!name.test(section) || !name.test(option)) return refuse('not a name of a section and an option', 'Write services.<name>.files.<file>.<section>.<option>.');
  const texts = (typeof value === 'object' && value !== null ? ('multi' in value ? value.multi : value) : [value]).map(String);
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  if (texts.some((text) => /[\u0000-\u0008\u000a-\u001f\u007f]/.test(text))) return refuse('a value must stand on one line, without control characters', 'Take them out.');
  if (Array.isArray(value) && texts.some((text) => text.includes(','))) return refuse('an item of a list must not hold a comma', 'For an option that may stand several times write {multi: [...]}.');
  return undefined;
}
