import { expect, test } from '@jest/globals';
import { commandReference, errorReference, type ComponentDefinition, type ToolModule } from 'ccp-core';
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const packages = fileURLToPath(new URL('../../', import.meta.url));

function committed(name: string): string {
  return readFileSync(`${packages}ccp-core/reference/${name}`, 'utf8');
}

/** From the sources, so that it needs no build. */
async function tools(): Promise<ToolModule[]> {
  const names = readdirSync(packages).sort().filter((name) => 'ccp' in (JSON.parse(readFileSync(`${packages}${name}/package.json`, 'utf8')) as object));
  const modules: ToolModule[] = [];
  // One after the other: jest's loader loses modules that are imported by two at once.
  for (const name of names) modules.push((await ((await import(name)) as { component: ComponentDefinition }).component.tool?.()) ?? {});
  return modules;
}

// When one of these fails: npx nx run ccp-core:reference
test('the reference of the command line is that of the commands', async () => {
  expect(committed('cli.md')).toBe(commandReference(await tools()));
});

test('the reference of errors is that of the codes', () => {
  expect(committed('errors.md')).toBe(errorReference());
});
