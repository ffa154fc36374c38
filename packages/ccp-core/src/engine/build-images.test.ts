import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copy, defineImage, type EngineEvent, type ImageDefinition, type ImageSpec } from '../definition/index.ts';
import { CcpError } from '../diagnostics/index.ts';
import type { ImagePlan } from '../plan/image-node.ts';
import { builtOutcome, failedOutcome, fakeTools, type FakeBuild } from '../testing/fake-engine.ts';
import { buildImages, type BuildImagesOptions } from './build-images.ts';
import { planImages } from './plan-images.ts';

const user = { name: 'app', id: 4242 };

function image(name: string, from: ImageDefinition | 'scratch', more: Partial<ImageSpec> = {}): ImageDefinition {
  return defineImage({ name, title: name, from, version: '1', steps: [], user, ...more });
}

// root <- left <- leaf, root <- right; lone
const root = image('root', 'scratch');
const left = image('left', root);
const right = image('right', root, { expectedSeconds: 5 });
const leaf = image('leaf', left);
const lone = image('lone', 'scratch', { expectedSeconds: 1 });
const all = [root, left, right, leaf, lone].map((entry) => ({ image: entry, directory: '/app' }));

let stateDirectory: string;
beforeEach(async () => {
  stateDirectory = await mkdtemp(join(tmpdir(), 'ccp-test-'));
});
afterEach(() => rm(stateDirectory, { recursive: true }));

async function setUp(build?: FakeBuild, images = all): Promise<{ plan: ImagePlan; tools: ReturnType<typeof fakeTools>; events: EngineEvent[]; options: BuildImagesOptions }> {
  const tools = fakeTools({}, build);
  const plan = await planImages(images, tools, { stateDirectory });
  const events: EngineEvent[] = [];
  return { plan, tools, events, options: { stateDirectory, events: (event) => events.push(event), retryDelayMs: 1 } };
}

function outcomes(report: { images: readonly { name: string; outcome: string }[] }): Record<string, string> {
  return Object.fromEntries(report.images.map(({ name, outcome }) => [name, outcome]));
}

describe('order', () => {
  test('the longest way to go starts first, a base before what is made from it', async () => {
    const { plan, tools, options } = await setUp();
    await buildImages(plan, tools, { ...options, width: 1 });
    expect(tools.engine.started).toEqual(['root', 'left', 'leaf', 'right', 'lone']);
  });

  test('recorded durations decide over guesses', async () => {
    await writeFile(join(stateDirectory, 'durations.json'), JSON.stringify({ right: 100 }));
    const { plan, tools, options } = await setUp();
    await buildImages(plan, tools, { ...options, width: 1 });
    expect(tools.engine.started).toEqual(['root', 'right', 'left', 'leaf', 'lone']);
  });

  test('never more than `width` at once', async () => {
    const independent = ['a', 'b', 'c', 'd'].map((name) => ({ image: image(name, 'scratch'), directory: '/app' }));
    let running = 0;
    let most = 0;
    let release = (): void => undefined;
    const second = new Promise<void>((resolve) => (release = resolve));
    const { plan, tools, options } = await setUp(async () => {
      most = Math.max(most, ++running);
      if (running === 2) release();
      await second;
      running--;
      return builtOutcome;
    }, independent);
    await buildImages(plan, tools, { ...options, width: 2 });
    expect(most).toBe(2);
  });
});

describe('a failed image', () => {
  const failing: FakeBuild = (name) => (name === 'left' ? failedOutcome('cc x.c', 'x.c:1: error: no') : builtOutcome);

  test('ends only what is made from it', async () => {
    const { plan, tools, options } = await setUp(failing);
    const report = await buildImages(plan, tools, options);
    expect(outcomes(report)).toEqual({ root: 'built', left: 'failed', right: 'built', leaf: 'skipped', lone: 'built' });
    expect(report.images.find(({ name }) => name === 'leaf')?.reason).toBe('left failed');
  });

  test('tells step, last lines and log', async () => {
    const { plan, tools, options } = await setUp(failing);
    const { faults } = await buildImages(plan, tools, options);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchObject({ code: 'BUILD_FAILED', evidence: ['cc x.c', 'x.c:1: error: no'] });
    expect(faults[0]?.message).toContain('step [final 2/3] make failed: exit code: 2');
    expect(faults[0]?.where?.file).toBe(join(stateDirectory, 'logs/build/left.log'));
  });

  test('is built again by the next run, which leaves the others alone', async () => {
    let mended = false;
    const { plan, tools, options } = await setUp((name) => (name === 'left' && !mended ? failedOutcome('error: no') : builtOutcome));
    await buildImages(plan, tools, options);
    tools.engine.started.length = 0;
    mended = true;
    const report = await buildImages(await planImages(all, tools), tools, options);
    expect(tools.engine.started).toEqual(['left', 'leaf']);
    expect(report.faults).toEqual([]);
  });

  test('an engine that refuses ends the run', async () => {
    const { plan, tools, options } = await setUp(() => {
      throw new CcpError('ENGINE_UNREACHABLE', 'gone');
    });
    await expect(buildImages(plan, tools, options)).rejects.toMatchObject({ code: 'ENGINE_UNREACHABLE' });
  });
});

describe('retries', () => {
  test('a network fault is tried again, and told', async () => {
    const { plan, tools, options, events } = await setUp((name, attempt) => (name === 'lone' && attempt < 3 ? failedOutcome('Connection reset by peer') : builtOutcome));
    const report = await buildImages(plan, tools, options);
    expect(outcomes(report)['lone']).toBe('built');
    expect(tools.engine.started.filter((name) => name === 'lone')).toHaveLength(3);
    const told = events.filter((event) => event.type === 'work-step' && event.text.includes('network fault'));
    expect(told).toHaveLength(2);
    expect(told[0]).toMatchObject({ text: 'network fault, try 2 follows: Connection reset by peer' });
  });

  test('it ends after the given number of tries', async () => {
    const { plan, tools, options } = await setUp((name) => (name === 'lone' ? failedOutcome('503 Service Unavailable') : builtOutcome));
    const report = await buildImages(plan, tools, { ...options, retries: 2 });
    expect(tools.engine.started.filter((name) => name === 'lone')).toHaveLength(3);
    expect(outcomes(report)['lone']).toBe('failed');
  });

  test('a fault of the step itself is not tried again', async () => {
    const { plan, tools, options } = await setUp((name) => (name === 'lone' ? failedOutcome('undefined reference to `x`') : builtOutcome));
    await buildImages(plan, tools, options);
    expect(tools.engine.started.filter((name) => name === 'lone')).toHaveLength(1);
  });
});

describe('stopping', () => {
  test('ends running builds, starts no more, and says what was going on', async () => {
    const abort = new AbortController();
    const { plan, tools, options } = await setUp((name) => {
      if (name === 'left') abort.abort();
      return builtOutcome;
    });
    await expect(buildImages(plan, tools, { ...options, width: 1, signal: abort.signal })).rejects.toMatchObject({
      code: 'INTERRUPTED',
      message: 'Stopped while building left.',
    });
    expect(tools.engine.started).toEqual(['root', 'left']);
  });

  test('the next run continues with what is missing', async () => {
    const abort = new AbortController();
    const { plan, tools, options } = await setUp((name) => {
      if (name === 'left') abort.abort();
      return builtOutcome;
    });
    await buildImages(plan, tools, { ...options, width: 1, signal: abort.signal }).catch(() => undefined);
    const next = await planImages(all, tools);
    expect(next.images.filter((node) => node.action === 'present').map((node) => node.name)).toEqual(['root']);
  });

  test('a signal that came before starts nothing', async () => {
    const { plan, tools, options } = await setUp();
    await expect(buildImages(plan, tools, { ...options, signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'INTERRUPTED' });
    expect(tools.engine.started).toEqual([]);
  });

  test('waiting for another try ends at once', async () => {
    const abort = new AbortController();
    const { plan, tools, options } = await setUp((name) => {
      if (name === 'lone') setImmediate(() => abort.abort());
      return name === 'lone' ? failedOutcome('Connection reset by peer') : builtOutcome;
    });
    await expect(buildImages(plan, tools, { ...options, retryDelayMs: 600_000, signal: abort.signal })).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });
});

describe('what is told', () => {
  test('each image starts and ends, with its reason', async () => {
    const { plan, tools, options, events } = await setUp(undefined, all.slice(0, 1));
    await buildImages(plan, tools, options);
    expect(events).toMatchObject([
      { type: 'work-started', kind: 'image', name: 'root', expectedSeconds: 10 },
      { type: 'work-finished', kind: 'image', name: 'root', outcome: 'done', detail: 'new' },
    ]);
  });

  test('onBuilt comes for present and built images, as soon as each is there', async () => {
    const { plan, tools, options } = await setUp();
    const told: string[] = [];
    await buildImages(plan, tools, { ...options, width: 1, onBuilt: (node) => told.push(node.name) });
    expect(told).toEqual(tools.engine.started);
    told.length = 0;
    await buildImages(await planImages(all, tools), tools, { ...options, onBuilt: (node) => told.push(node.name) });
    expect(told.sort()).toEqual(['leaf', 'left', 'lone', 'right', 'root']);
  });

  test('an image that another process built meanwhile is not built again', async () => {
    const { plan, tools, options } = await setUp();
    await buildImages(plan, tools, options);
    tools.engine.started.length = 0;
    const report = await buildImages(plan, tools, options);
    expect(tools.engine.started).toEqual([]);
    expect(new Set(report.images.map(({ outcome }) => outcome))).toEqual(new Set(['present']));
  });

  test('durations are recorded, and the log holds steps and lines', async () => {
    const { plan, tools, options } = await setUp((name, _, request) => {
      request.onProgress({ kind: 'step', text: '[final 2/2] make' });
      request.onProgress({ kind: 'log', text: `making ${name}` });
      return builtOutcome;
    });
    await buildImages(plan, tools, options);
    expect(Object.keys(JSON.parse(await readFile(join(stateDirectory, 'durations.json'), 'utf8')) as object)).toEqual(['leaf', 'left', 'lone', 'right', 'root']);
    expect(await readFile(join(stateDirectory, 'logs/build/leaf.log'), 'utf8')).toMatch(/^--- \d+\.\d s {2}\[final 2\/2\] make\nmaking leaf\n$/);
  });

  test('the engine gets files of the package as planned', async () => {
    const withFile = image('files', 'scratch', { steps: [copy('image/run.sh', '/run.sh', { mode: '0755' })] });
    const sent: unknown[] = [];
    const tools = fakeTools({ '/app/image/run.sh': 'exit 0' }, (_, __, request) => {
      sent.push(...request.files.map(({ path, mode, content }) => [path, mode.toString(8), path === 'Dockerfile' ? '' : String(content)]));
      return builtOutcome;
    });
    await buildImages(await planImages([{ image: withFile, directory: '/app' }], tools), tools, { stateDirectory });
    expect(sent).toEqual([['Dockerfile', '644', ''], ['files/0/run.sh', '755', 'exit 0']]);
  });
});
