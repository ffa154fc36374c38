import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CcpError } from '../diagnostics/index.ts';
import { discoverComponents, findComponents, importComponents, loadComponents } from './discover.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ccp-catalog-'));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'root', workspaces: ['parts/*'] }));
  await put('ccp-throws', {}, "throw new Error('the module ends badly');");
  await put('ccp-empty', {}, 'export const something = 1;');
  await put('ccp-unbuilt', {});
  await put('ccp-older', { apiVersion: '0.9' });
  await put('ccp-newer', { apiVersion: '1.7' });
  await put('ccp-odd', { apiVersion: 'new' });
  await put('plain', undefined);
});
afterAll(() => rm(folder, { recursive: true }));

/** A package of the workspace; `ccp` is its field in package.json, `text` its module. */
async function put(name: string, ccp: object | undefined, text?: string): Promise<void> {
  const directory = join(folder, 'parts', name);
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'package.json'), JSON.stringify({ name, version: '1.2.3', type: 'module', exports: { '.': { default: './index.js' } }, ccp }));
  if (text !== undefined) await writeFile(join(directory, 'index.js'), text);
}

async function faultsOf(work: Promise<unknown>): Promise<CcpError[]> {
  const fault: unknown = await work.then(() => undefined, (reason: unknown) => reason);
  return fault instanceof CcpError ? [fault, ...fault.others] : [];
}

describe('packages of another definition API', () => {
  test('are named with both versions and their package.json, all of them, and left out', async () => {
    const { packages, faults, incomplete } = await discoverComponents(folder);
    expect(incomplete).toBe(true);
    expect(packages.map(({ name }) => name)).toEqual(['ccp-empty', 'ccp-throws', 'ccp-unbuilt']);
    expect(faults.map(({ code, message }) => `${code} ${message}`).sort()).toEqual([
      'CATALOG_INVALID ccp-newer is written for definition API 1.7, this core offers 1.0',
      'CATALOG_INVALID ccp-odd is written for definition API new, this core offers 1.0',
      'CATALOG_INVALID ccp-older is written for definition API 0.9, this core offers 1.0',
    ]);
    expect(faults[0]).toMatchObject({ where: { file: expect.stringMatching(/ccp-newer\/package\.json$/) as unknown }, hint: expect.stringContaining('Update ccp-core') as unknown });
  });

  test('end what needs all of them, and are no matter to what does not use them', async () => {
    expect(await faultsOf(findComponents(folder))).toHaveLength(3);
    expect((await findComponents(folder, ['ccp-empty'])).map(({ name }) => name)).toEqual(['ccp-empty']);
    expect(await faultsOf(findComponents(folder, ['ccp-empty', 'ccp-newer']))).toEqual([expect.objectContaining({ message: expect.stringContaining('definition API 1.7') as unknown })]);
  });
});

describe('packages that cannot be used', () => {
  test.each([
    ['ccp-unbuilt', /^ccp-unbuilt is not built$/, /npm run build/],
    ['ccp-throws', /^ccp-throws cannot be imported: the module ends badly$/, /CCP_DEBUG=1/],
    ['ccp-empty', /^ccp-empty exports no "component"$/, /defineComponent/],
  ])('%s is named with its module and what to do', async (name, message, hint) => {
    const { packages } = await discoverComponents(folder, [name]);
    const { components, faults } = await importComponents(packages);
    expect(components).toEqual([]);
    expect(faults).toEqual([expect.objectContaining({ code: 'CATALOG_INVALID', where: { file: join(folder, 'parts', name, 'index.js') } })]);
    expect(faults[0]?.message).toMatch(message);
    expect(faults[0]?.hint).toMatch(hint);
  });

  test('are told together', async () => {
    const { packages } = await discoverComponents(folder);
    expect(await faultsOf(loadComponents(packages))).toHaveLength(3);
  });
});

describe('names of components', () => {
  test('that are not installed are told with the nearest, which is taken for the rest of the checks', async () => {
    const found = await discoverComponents(folder, ['ccp-unbuild'], (index) => ({ line: index + 7 }));
    expect(found).toMatchObject({ incomplete: false, packages: [{ name: 'ccp-unbuilt', version: '1.2.3', kind: 'service' }] });
    expect(found.faults).toEqual([expect.objectContaining({ code: 'CATALOG_INVALID', where: { line: 7 }, hint: 'Did you mean "ccp-unbuilt"?' })]);
  });

  test('that are like none leave the catalog incomplete', async () => {
    const found = await discoverComponents(folder, ['something-else']);
    expect(found).toMatchObject({ incomplete: true, packages: [] });
    expect(found.faults.map(({ hint }) => hint)).toEqual(['npm install something-else']);
  });
});

test('outside of any package there is nothing to find components from', async () => {
  expect(await faultsOf(discoverComponents('/'))).toEqual([expect.objectContaining({ code: 'CATALOG_INVALID', message: 'no package.json at or above /' })]);
});
