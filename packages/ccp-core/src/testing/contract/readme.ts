import type { ComponentDefinition, ServiceDefinition } from '../../definition/index.ts';
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
      configTable(readme, service),
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

/** The table itself is generated between these lines, and checked with the configuration reference. */
function configTable(readme: string, { name }: ServiceDefinition): Promised {
  const begin = `<!-- config table (generated): ${name} -->`;
  return {
    kept: readme.includes(begin) && readme.includes('<!-- end of config table -->'),
    problem: `there is no place for the generated table of the configuration of \`${name}\``,
    hint: `Add the lines "${begin}" and "<!-- end of config table -->"; the update of the configuration reference fills in the table.`,
  };
}

/** Cells after the first of every table row whose first cell is `key` in backticks, without backticks. */
function rowsOf(readme: string, key: string): string[][] {
  const rows = readme.split('\n').filter((line) => line.startsWith(`| \`${key}\` |`));
  return rows.map((row) => row.split('|').slice(2).map((cell) => cell.trim().replaceAll('`', '')));
}
