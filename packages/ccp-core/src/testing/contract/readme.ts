import type { ComponentDefinition, ServiceDefinition } from '../../definition/index.ts';
import { configKeys } from './config.ts';
import { broken, type Finding, type Promised } from './finding.ts';

/** Faults of a component's README: a newcomer finds every image, service, port, capability and configuration key in it. */
export function readmeFindings(readme: string, definition: ComponentDefinition): Finding[] {
  const named = (what: string, name: string): Promised => ({ kept: readme.includes(`\`${name}\``), problem: `${what} \`${name}\` is not mentioned`, hint: 'Add it, between backticks, where the README lists its kind.' });
  return broken('README.md', [
    { kept: readme.startsWith(`# ${definition.name}\n`), problem: `it does not begin with "# ${definition.name}"`, hint: 'Make that its title, and say below what the package runs.' },
    ...definition.images.map((image) => named('the image', image.name)),
    ...(definition.services ?? []).flatMap((service) => [
      named('the service', service.name),
      ...Object.keys(service.provides ?? {}).map((capability) => named('the capability', capability)),
      ...(service.requires ?? []).map((capability) => named('the needed capability', capability)),
      ...portRows(readme, service),
      ...configRows(readme, service),
    ]),
  ]);
}

function portRows(readme: string, service: ServiceDefinition): Promised[] {
  const config: unknown = service.config.schema.safeParse({}).data;
  return Object.entries(service.ports({ config })).map(([name, { port }]) => ({
    kept: rowsOf(readme, name).some(([shown]) => shown?.startsWith(String(port))),
    problem: `no table lists the port \`${name}\` with its number ${port}`,
    hint: `Add the row "| \`${name}\` | ${port} | … |".`,
  }));
}

function configRows(readme: string, service: ServiceDefinition): Promised[] {
  return configKeys(service.config.schema)
    .filter((key) => !key.group)
    .map(({ path, default: value }) => {
      const written = value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
      return {
        kept: rowsOf(readme, path).some(([shown]) => value === undefined || shown === written),
        problem: `no table lists the configuration key \`${path}\`${value === undefined ? '' : ` with its default ${written}`}`,
        hint: `Add the row "| \`${path}\` | ${written === '' ? 'none' : written} | … |".`,
      };
    });
}

/** Cells after the first of every table row whose first cell is `key` in backticks, without backticks. */
function rowsOf(readme: string, key: string): string[][] {
  const rows = readme.split('\n').filter((line) => line.startsWith(`| \`${key}\` |`));
  return rows.map((row) => row.split('|').slice(2).map((cell) => cell.trim().replaceAll('`', '')));
}
