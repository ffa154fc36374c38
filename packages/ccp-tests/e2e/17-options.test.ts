import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ccp, config as ownConfig, type Result } from './harness/ccp.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ccp-e2e-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Plans the tests' environment with overrides of options of keystone.conf, lines of YAML. */
async function planWith(...options: string[]): Promise<Result & { file: string }> {
  const file = join(folder, 'ccp.yaml');
  const overrides = ['services:', '  keystone:', '    files:', '      keystone.conf:', ...options.map((line) => `        ${line}`), ''].join('\n');
  await writeFile(file, `${await readFile(ownConfig, 'utf8')}\n${overrides}`);
  return { ...(await ccp(['plan'], { config: file })), file };
}

describe('options that the image of the service knows', () => {
  test('an unknown option, an unknown section and a wrong type are refused before anything is deployed, each with its place', async () => {
    const result = await planWith('DEFAULT:', '  debugg: true', 'token:', '  expiration: soon', 'nosuch:', '  x: 1');
    expect(result.exitCode).toBe(2);
    const places = [...result.stderr.matchAll(/ccp\.yaml:(\d+):11 services\.keystone\.files\.'keystone\.conf'\.(\S+)/g)].map((match) => match[2]);
    expect(places).toEqual(['DEFAULT.debugg', 'token.expiration', 'nosuch.x']);
    expect(result.stderr).toContain('Did you mean "debug"?');
    expect(result.stderr).toMatch(/must be a whole number, not "soon"/);
  });

  test('known ones are shown in the plan by name', async () => {
    const result = await planWith('DEFAULT:', '  debug: true');
    expect(result.exitCode).toBe(0);
    expect(result.stdout).toContain("services.keystone.files.'keystone.conf'.DEFAULT.debug");
  });
});
