import { describe, expect, test } from '@jest/globals';
import { apt, aptBackports, copy, copyFrom, debianRoot, defineImage, run, type ImageSpec } from '../definition/index.ts';
import { planImages } from '../engine/plan-images.ts';
import { fakeTools } from '../testing/fake-engine.ts';

const files = { '/app/image/a': 'a', '/app/image/b': 'b' };
const base = defineImage({ name: 'base', title: 'Base', from: debianRoot('trixie'), version: '1', steps: [], root: { reason: 'base' } });

async function dockerfile(change: Partial<ImageSpec>): Promise<string> {
  const image = defineImage({ name: 'app', title: 'App', from: base, version: '1.0', steps: [], user: { name: 'app', id: 4242 }, ...change });
  const plan = await planImages([base, image].map((entry) => ({ image: entry, directory: '/app' })), fakeTools(files));
  return plan.images.at(-1)?.dockerfile ?? '';
}

/** Scripts of all RUN lines. */
function scripts(text: string): string[] {
  return [...text.matchAll(/^RUN (?:--\S+ )*(\[.*\])$/gm)].map(([, json]) => (JSON.parse(json ?? '[]') as string[])[2] ?? '');
}

describe('an emitted Dockerfile', () => {
  test('is one instruction a line and uses nothing that BuildKit 0.8 lacks', async () => {
    const text = await dockerfile({ steps: [run('cat <<EOF\nhello\nEOF'), apt('tini'), copy('image/', '/opt/')] });
    expect(text).not.toMatch(/^#|--link|--chmod|^RUN (--\S+ )*[^-[]/m);
    for (const line of text.split('\n')) expect(line).toMatch(/^$|^(FROM|USER|ARG|ENV|COPY|RUN|WORKDIR|ENTRYPOINT|CMD|STOPSIGNAL|LABEL) /);
  });

  test('runs scripts in exec form with the lines as they were written', async () => {
    const [script] = scripts(await dockerfile({ steps: [run('a="$HOME"\nprintf \'%s\\n\' "$a"')] }));
    expect(script).toContain('\na="$HOME"\nprintf \'%s\\n\' "$a"\n');
  });

  test('keeps the order of steps and ends with the account', async () => {
    const text = await dockerfile({ steps: [copy('image/a', '/a'), run('one'), copy('image/', '/b/'), run('two')], entrypoint: ['/e'], workdir: '/w', stopSignal: 'SIGINT', command: ['c'] });
    const words = text.split('\n').map((line) => line.split(' ')[0]);
    expect(words.filter((word) => word !== '')).toEqual(['FROM', 'USER', 'COPY', 'RUN', 'COPY', 'RUN', 'WORKDIR', 'ENTRYPOINT', 'CMD', 'STOPSIGNAL', 'USER', 'LABEL']);
    expect(text).toContain('\nUSER 4242:4242\n');
    expect(text).toContain('COPY ["files/0/a","/a"]');
    expect(text).toContain('COPY ["files/1/","/b/"]');
  });

  test('network steps mount and source the settings of the host, others do not', async () => {
    const text = await dockerfile({ steps: [run('fetch', { network: true }), run('work')] });
    const [fetch, work] = text.split('\n').filter((line) => line.startsWith('RUN'));
    expect(fetch).toContain('--mount=type=bind,source=.ccp-build,target=/run/ccp-build');
    expect(fetch).toContain('. /run/ccp-build/env');
    expect(fetch).toContain('APT_CONFIG=/run/ccp-build/apt/trixie.conf');
    expect(work).not.toContain('ccp-build');
  });

  test('packages come without recommendations, and leave no lists, logs or caches', async () => {
    const text = await dockerfile({ steps: [apt('zlib1g', 'curl'), aptBackports('nova')] });
    expect(text).toContain('target=/var/cache/apt,sharing=locked');
    expect(text).toContain('target=/var/lib/apt/lists,sharing=locked');
    const [plain, backports] = scripts(text);
    expect(plain).toMatch(/Install-Recommends=false .* curl zlib1g\n/);
    expect(plain).not.toContain('backports');
    expect(backports).toContain('-t trixie-backports nova');
  });

  test('mounts of every kind', async () => {
    const text = await dockerfile({
      stages: [{ name: 'work', from: base, steps: [run('true')] }],
      steps: [
        run('use', {
          mounts: [
            { kind: 'image', image: 'work', source: '/w', target: '/run/w' },
            { kind: 'image', image: base, source: '/', target: '/run/b' },
            { kind: 'context', source: 'image/a', target: '/run/a' },
            { kind: 'context', source: 'image/', target: '/run/all' },
            { kind: 'cache', id: 'go', target: '/root/go' },
            { kind: 'tmpfs', target: '/scratch' },
          ],
        }),
        copyFrom('work', '/x', '/y'),
      ],
    });
    expect(text).toContain('--mount=type=bind,from=work,source=/w,target=/run/w ');
    expect(text).toMatch(/--mount=type=bind,from=ccp\.local\/ccp\/base:1-[0-9a-f]{12},source=\/,target=\/run\/b /);
    expect(text).toContain('--mount=type=bind,source=files/0/a,target=/run/a ');
    expect(text).toContain('--mount=type=bind,source=files/1,target=/run/all ');
    expect(text).toContain('--mount=type=cache,id=ccp-go,target=/root/go ');
    expect(text).toContain('--mount=type=tmpfs,target=/scratch ');
    expect(text).toContain('COPY --from=work ["/x","/y"]');
  });

  test('labels are those of OCI, and nothing in them tells a time', async () => {
    const text = await dockerfile({ title: 'An "App" for $5', licenses: 'MIT', labels: { 'example.org/team': 'a' } });
    expect(text).toContain('org.opencontainers.image.title="An \\"App\\" for \\$5"');
    expect(text).toContain('org.opencontainers.image.version="1.0"');
    expect(text).toContain('org.opencontainers.image.licenses="MIT"');
    expect(text).toMatch(/org\.opencontainers\.image\.base\.name="ccp\.local\/ccp\/base:1-[0-9a-f]{12}"/);
    expect(text).toContain('example.org/team="a"');
    expect(text).not.toContain('created');
  });

  test('a base on nothing has no steps of a distribution', async () => {
    const text = await dockerfile({ from: 'scratch', steps: [copyFrom(base, '/bin/x', '/x')] });
    expect(text).toMatch(/^FROM scratch AS final\nCOPY --from=ccp\.local\/ccp\/base:\S+ \["\/bin\/x","\/x"\]\nUSER 4242:4242\nLABEL /);
  });
});
