import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServiceDefinition } from '../../definition/index.ts';
import { CcpError, formatWhere } from '../../diagnostics/index.ts';
import type { LoadedComponent } from '../../catalog/index.ts';
import type { ServiceModel } from '../../render/index.ts';
import { modelsOf, renderGolden, withDependencies } from '../golden.ts';
import { configFindings } from './config.ts';
import { broken, type ContractFault, type Finding } from './finding.ts';
import { imageFindings } from './image.ts';
import { manifestFindings, type ComponentManifest } from './manifest.ts';
import { readmeFindings } from './readme.ts';
import { serviceFindings } from './service.ts';

/**
 * The promises that every component keeps, checked on the package in `directory` from its sources: package.json, images, services,
 * configuration, templates rendered with defaults, golden files and README. Returns every promise that is not kept; a test expects none.
 * What golden files hold is the business of {@link checkGolden}.
 */
export async function checkContract(directory: string): Promise<ContractFault[]> {
  const manifest = JSON.parse(await readFile(join(directory, 'package.json'), 'utf8')) as ComponentManifest;
  const own = await loadOwn(directory);
  const findings = own === undefined ? [notAComponent()] : await findingsOf(directory, manifest, own);
  return findings.map((finding) => ({ package: manifest.name, ...finding }));
}

async function loadOwn(directory: string): Promise<LoadedComponent | undefined> {
  const [own] = await withDependencies(directory);
  return own;
}

function notAComponent(): Finding {
  return { definition: 'package.json', problem: 'it has no field "ccp"', hint: 'Add "ccp": { "kind": "service", "entry": ".", "apiVersion": "1.0" }.' };
}

async function findingsOf(directory: string, manifest: ComponentManifest, own: LoadedComponent): Promise<Finding[]> {
  const { definition } = own;
  const services = definition.services ?? [];
  const inPods = new Set([...services.map((service) => service.image.name), ...(definition.podInit === undefined ? [] : [definition.podInit.image.name])]);
  const [{ findings: rendering, models }, readme] = await Promise.all([render(directory, own), readFile(join(directory, 'README.md'), 'utf8').catch(() => '')]);
  return [
    ...manifestFindings(directory, manifest, definition),
    ...definition.images.flatMap((image) => imageFindings(image, inPods.has(image.name))),
    ...services.flatMap((service) => [...configFindings(`service ${service.name}`, service.config.schema), ...serviceFindings(service, modelOf(service, models))]),
    ...(definition.section === undefined ? [] : configFindings('section of ccp.yaml', definition.section)),
    ...rendering,
    ...readmeFindings(readme, definition),
  ];
}

function modelOf(service: ServiceDefinition, models: readonly ServiceModel[]): ServiceModel | undefined {
  return models.find((model) => model.owner.service === service.name);
}

/** Plans all images and renders all services; their faults are findings like any other. */
async function render(directory: string, own: LoadedComponent): Promise<{ findings: Finding[]; models: readonly ServiceModel[] }> {
  try {
    const names = [...(await renderGolden(directory)).keys()];
    return { findings: await goldenFindings(directory, names), models: await modelsOf(own) };
  } catch (fault) {
    if (!(fault instanceof CcpError)) throw fault;
    const findings = [fault, ...fault.others].map(({ where, message, hint }): Finding => ({ definition: formatWhere(where) || own.name, problem: message, hint: hint ?? '' }));
    return { findings, models: [] };
  }
}

async function goldenFindings(directory: string, names: readonly string[]): Promise<Finding[]> {
  const present = await readdir(join(directory, 'test', 'golden')).catch((): string[] => []);
  const missing = names.filter((name) => !present.includes(name));
  return broken('test/golden', [{ kept: missing.length === 0, problem: `${missing.join(', ')} is missing`, hint: 'Run the tests of the package once with UPDATE_GOLDEN=1, and read what they wrote.' }]);
}
