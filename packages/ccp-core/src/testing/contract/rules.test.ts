import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { defineComponent, defineConfig, defineImage, defineService, exec, http, secretRef, tcp, type ImageSpec, type ServiceDefinition, type ServiceSpec } from '../../definition/index.ts';
import { sampleModels } from '../sample-desired.ts';
import { configFindings } from './config.ts';
import { imageFindings } from './image.ts';
import { manifestFindings, type ComponentManifest } from './manifest.ts';
import { readmeFindings } from './readme.ts';
import { serviceFindings } from './service.ts';

const base = defineImage({ name: 'base', title: 'Base', from: 'scratch', steps: [], root: { reason: 'Every image names its own.' }, entrypoint: ['/usr/bin/tini', '--'], expectedSeconds: 1 });
const image = (parts: Partial<ImageSpec> = {}) => defineImage({ name: 'web', title: 'Web', from: base, steps: [], user: { name: 'web', id: 42_000 }, expectedSeconds: 1, ...parts });

const good: ServiceSpec<{ port: number }> = {
  name: 'web',
  title: 'Web',
  kind: 'Deployment',
  image: image(),
  config: defineConfig(z.strictObject({ port: z.int().default(8080).describe('TCP port.') })),
  ports: ({ config }) => ({ http: { port: config.port } }),
  daemon: () => ({ command: ['web'], probes: { started: http('/', 'http'), ready: http('/', 'http'), alive: tcp('http') } }),
  availability: { replicas: 1 },
  resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '32Mi' } },
};

async function problems(parts: Partial<ServiceSpec<{ port: number }>>): Promise<string[]> {
  const service: ServiceDefinition = defineService({ ...good, ...parts });
  const { models } = await sampleModels([], [service]);
  return serviceFindings(service, models[0]).map(({ definition, problem }) => `${definition}: ${problem}`);
}

describe('image', () => {
  test('keeps every promise', () => expect(imageFindings(image(), true)).toEqual([]));

  test.each<[Partial<ImageSpec>, RegExp]>([
    [{ title: ' ' }, /title/],
    [{ licenses: 'see LICENSE file' }, /licenses/],
    [{ expectedSeconds: 0 }, /expectedSeconds/],
    [{ from: 'scratch' }, /starts with nothing/],
    [{ entrypoint: ['/bin/web'] }, /starts with \/bin\/web/],
    [{ shipped: false }, /not shipped/],
    [{ root: { reason: 'Binds a low port.' } }, /both user and root/],
  ])('%j is a fault', (parts, problem) => expect(imageFindings(image(parts), true)).toEqual([{ definition: 'image web', problem: expect.stringMatching(problem), hint: expect.stringMatching(/\w/) }]));

  test('one that no pod runs may start as it likes', () => expect(imageFindings(image({ entrypoint: ['/pause'] }), false)).toEqual([]));
});

describe('service', () => {
  test('keeps every promise', async () => expect(await problems({})).toEqual([]));

  test.each<[string, Partial<ServiceSpec<{ port: number }>>, RegExp]>([
    ['a command with a secret', { daemon: (context) => ({ ...good.daemon(context), command: ['web', `--password=${secretRef('web.key').toString()}`] }) }, /daemon: its command holds the secret web\.key/],
    ['a probe of no port', { daemon: (context) => ({ ...good.daemon(context), probes: { started: exec('ok'), ready: tcp('https'), alive: exec('ok') } }) }, /asks the port https/],
    ['a low port', { ports: () => ({ http: { port: 80 } }) }, /port http: its number is 80/],
    ['a node port out of range', { ports: () => ({ http: { port: 8080, nodePort: 8080 } }) }, /node port is 8080/],
    ['a name that no host can have', { ports: () => ({ http: { port: 8080, ingress: 'my_web' } }) }, /"my_web" cannot begin a host name/],
    ['one number twice', { ports: () => ({ http: { port: 8080 }, other: { port: 8080 } }) }, /same number/],
    ['a limit below the request', { resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { memory: '512Mi' } } }, /requests 1Gi/],
    ['no quantity', { resources: { requests: { cpu: 'much', memory: '1Mi' }, limits: { memory: '1Mi' } } }, /no quantity/],
    ['volumes of a Deployment', { volumes: { data: { path: '/data', size: '1Gi' } } }, /a Deployment has volumes/],
    ['a file for everybody', { files: { 'web.conf': { path: '/etc/web.conf', template: 'app.conf.hbs', mode: '0644' } } }, /everybody in the container can read web\.conf/],
    ['more replicas than it can have', { availability: { replicas: 3, max: 1 } }, /wants 3 replicas/],
    ['a way of updating of another kind', { update: 'on-delete' }, /a Deployment cannot be updated "on-delete"/],
    ['a local need that is none', { local: ['rpc'] }, /local names what is not required: rpc/],
    ['a command before the daemon with the name of the wait', { daemon: (context) => ({ ...good.daemon(context), prepare: { wait: ['true'] } }) }, /cannot name a container: wait/],
    ['an empty command before the end', { daemon: (context) => ({ ...good.daemon(context), preStop: [] }) }, /command is empty/],
    ['a job without a second try', { jobs: () => ({ sync: { command: ['sync'], retries: 0 } }) }, /job sync: it has 0 retries/],
  ])('%s is a fault', async (_, parts, problem) => expect(await problems(parts)).toEqual([expect.stringMatching(problem)]));
});

describe('configuration', () => {
  const found = (schema: z.ZodType) => configFindings('service web', schema).map(({ definition, problem }) => `${definition}: ${problem}`);

  test.each<[string, z.ZodType, RegExp]>([
    ['no description', z.strictObject({ port: z.int().default(1) }), /key port: it has no description/],
    ['no default', z.strictObject({ port: z.int().describe('Port.') }), /key port: it must be written/],
    ['a secret', z.strictObject({ adminPassword: z.string().default('x').describe('Password.') }), /key adminPassword: it looks like a secret/],
    ['a nested key', z.strictObject({ log: z.strictObject({ level: z.string().default('info') }).prefault({}) }), /key log\.level: it has no description/],
    ['a default that is not valid', z.strictObject({ port: z.int().min(5).prefault(1).describe('Port.') }), /without any key is not valid/],
  ])('%s is a fault', (_, schema, problem) => expect(found(schema)).toEqual([expect.stringMatching(problem)]));

  test('lifetimes of tokens are no secrets', () => expect(found(z.strictObject({ tokenExpiration: z.int().default(1).describe('Seconds.') }))).toEqual([]));
});

describe('README', () => {
  const component = defineComponent({ name: 'ccp-web', images: [image()], services: [defineService(good)] });
  const complete = '# ccp-web\n\nService and image `web`.\n\n| `http` | 8080 | for |\n\n<!-- config table (generated): web -->\n<!-- end of config table -->\n';

  test('names everything', () => expect(readmeFindings(complete, component)).toEqual([]));

  test.each([
    ['# ccp-web', '# Web', /does not begin/],
    ['| `http` | 8080', '| `http` | 8081', /port `http` with its number 8080/],
    ['(generated): web', '(generated): wed', /no place for the generated table of the configuration of `web`/],
  ])('%s must be there', (text, instead, problem) => expect(readmeFindings(complete.replace(text, instead), component)).toEqual([expect.objectContaining({ problem: expect.stringMatching(problem) })]));
});

describe('package.json', () => {
  const component = defineComponent({ name: 'ccp-core', images: [image({ steps: [{ kind: 'copy', source: 'image/web.conf', target: '/etc/web.conf' }] })], services: [defineService(good)] });
  const directory = new URL('../../..', import.meta.url).pathname.replace(/\/$/, '');
  const manifest: ComponentManifest = {
    name: 'ccp-core',
    type: 'module',
    description: 'Web',
    license: 'Apache-2.0',
    engines: { node: '>=20.19' },
    ccp: { kind: 'service', apiVersion: '1.0' },
    exports: { '.': { '@ccp/source': '', types: '', default: '' }, './package.json': '' },
    files: ['dist', 'image', 'README.md'],
    nx: { tags: ['kind:service'], targets: { build: {}, typecheck: {}, lint: {}, test: {} } },
    peerDependencies: { 'ccp-core': '^1.0.0' },
  };

  test('fits', () => expect(manifestFindings(directory, manifest, component)).toEqual([]));

  test.each<[Partial<ComponentManifest>, RegExp]>([
    [{ type: 'commonjs' }, /no ES module/],
    [{ ccp: { kind: 'service' } }, /apiVersion is missing/],
    [{ nx: { tags: ['kind:service'], targets: { build: {}, lint: {}, test: {} } } }, /nx\.targets lacks typecheck/],
    [{ files: ['dist', 'README.md'] }, /files lacks image/],
    [{ exports: { '.': { types: '', '@ccp/source': '', default: '' }, './package.json': '' } }, /conditions types, @ccp\/source/],
    [{ peerDependencies: {} }, /no peer dependency/],
  ])('%j is a fault', (parts, problem) => expect(manifestFindings(directory, { ...manifest, ...parts }, component).map((fault) => fault.problem)).toEqual([expect.stringMatching(problem)]));
});
