import { stringify } from 'yaml';
import { formatKeyPath, parseKeyPath, valueAt } from '../../config/index.ts';
import { CcpError, exitCode, nearest, throwAll } from '../../diagnostics/index.ts';
import type { AloneCommand } from '../command.ts';
import { commentedConfiguration, effectiveConfiguration, settings } from '../effective-configuration.ts';
import { printResult } from '../output.ts';
import { table } from '../table.ts';

/** `ccp config dump`: the configuration that holds. */
export const configDumpCommand: AloneCommand = {
  name: 'config dump',
  summary: 'Show the whole configuration that holds, defaults and --set included, secrets hidden; with --origins where each value comes from',
  arguments: [{ flags: '[key.path]', description: 'only what stands at or below this key' }],
  options: [{ flags: '--origins', description: 'say where each value comes from: default, profile, file with line and column, or --set' }],
  details: `Needs neither engine nor cluster; files with secrets are not read. The table is YAML that ccp reads again; with --origins one line a value,
in YAML (-o yaml) a comment. JSON: the merged map, or with --origins [{key, value, origin}]. Names (-o name): keys.`,
  runAlone: async (run) => {
    const { session, faults } = await run.check();
    throwAll(faults);
    const [written] = run.args;
    const path = written === undefined ? [] : pathOf(written);
    const whole = effectiveConfiguration(session);
    const value = valueAt(whole, path);
    if (value === undefined) throw unknownKey(whole, path);
    const list = settings(session, path);
    const keys = list.map(({ key }) => key);
    if (run.options['origins'] !== true) printResult(run, value, () => stringify(value, { lineWidth: 0 }).trimEnd(), keys);
    else if (run.output === 'yaml') run.write(commentedConfiguration(session, path));
    else printResult(run, list.map(({ key, value: own, origin }) => ({ key, value: own, origin })), () => table(['KEY', 'VALUE', 'ORIGIN'], list.map((item) => [item.key, JSON.stringify(item.value), item.origin])), keys);
    return exitCode.ok;
  },
};

function pathOf(text: string): string[] {
  const path = parseKeyPath(text);
  if (path === undefined) throw new CcpError('USAGE', `"${text}" is no key`, { hint: "Parts are parted by dots; one that holds a dot stands in single quotes: services.x.files.'x.conf'." });
  return path;
}

function unknownKey(whole: unknown, path: readonly string[]): CcpError {
  const known = path.findIndex((_, i) => valueAt(whole, path.slice(0, i + 1)) === undefined);
  const beside = Object.keys(valueAt(whole, path.slice(0, known)) ?? {});
  const near = nearest(path[known] ?? '', beside);
  return new CcpError('USAGE', `there is no value at "${formatKeyPath(path)}"`, { hint: near === undefined ? `Known here: ${beside.join(', ') || 'nothing'}.` : `Did you mean "${near}"?` });
}
