import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findComponents, loadComponents, type LoadedComponent } from '../catalog/index.ts';
import { coreSchema, jsonSchemaOf, referenceTable } from '../config/index.ts';

const introduction = '# Configuration of core\n\nGenerated from the schema. Sections of tools and `services.<name>.config` are in the READMEs of their packages.\n\n';

/**
 * Compares the generated references of configuration with what the schemas say: of core in `packages/ccp-core/reference/configuration.md`,
 * of services and tools in the README of their package, between `<!-- config table (generated): <service or "section"> -->` and
 * `<!-- end of config table -->`. Returns the files that differ; with `update` it writes them instead.
 */
export async function checkConfigReference(root: string, update: boolean): Promise<string[]> {
  const components: LoadedComponent[] = [];
  // One after the other: the test runner's modules cannot be linked side by side.
  for (const item of await findComponents(root)) components.push(...(await loadComponents([item])));
  const expected = [
    { file: join(root, 'packages/ccp-core/reference/configuration.md'), fill: () => `${introduction}${referenceTable(jsonSchemaOf(coreSchema))}\n` },
    ...components.map((component) => ({ file: join(component.directory, 'README.md'), fill: (text: string) => filled(text, component) })),
  ];
  const differing: string[] = [];
  for (const { file, fill } of expected) {
    const text = await readFile(file, 'utf8').catch(() => '');
    const wanted = fill(text);
    if (text === wanted) continue;
    if (update) await writeFile(file, wanted);
    else differing.push(file);
  }
  return differing;
}

function filled(text: string, { definition }: LoadedComponent): string {
  return text.replace(/(<!-- config table \(generated\): (\S+) -->\n)[^]*?(<!-- end of config table -->)/g, (_, begin: string, name: string, end: string) => {
    const schema = name === 'section' ? definition.section : definition.services?.find((service) => service.name === name)?.config.schema;
    return `${begin}\n${schema === undefined ? `no service ${name}` : referenceTable(jsonSchemaOf(schema))}\n\n${end}`;
  });
}
