import { CcpError } from '../diagnostics/index.ts';
import type { ImageNode } from '../plan/image-node.ts';
import { hostSettingsFolder } from '../plan/image-script.ts';
import { sourceFolder } from '../plan/image-source.ts';
import type { BootstrapOptions, BuildTools, BuildFile, HostSettings, StreamedFile } from './contracts.ts';
import { pullDebian } from './pull-debian.ts';

/** What a single try of a build is told. */
export type BuildNodeOptions = BootstrapOptions;

/** Builds one image once. Throws CcpError BUILD_FAILED with the last lines of the failed step, and what the adapters throw. */
export async function buildNode(node: ImageNode, adapters: BuildTools, options: BuildNodeOptions): Promise<{ sizeBytes: number }> {
  if (node.root !== undefined) return buildRoot(node, adapters, options);
  const { engine, host } = adapters;
  const { pull } = node;
  if (pull !== undefined) await pullDebian(pull, engine, { signal: options.signal, onPull: () => options.onProgress({ kind: 'step', text: `pull ${pull}` }) });
  const settings = await host.settings(node.suites);
  const outcome = await engine.build({
    reference: node.reference,
    files: [...(await buildFiles(node, adapters, settings)), ...(await treeFiles(node, adapters, options))],
    buildArgs: settings.proxies,
    signal: options.signal,
    onProgress: options.onProgress,
  });
  if (outcome.ok) return outcome;
  const what = outcome.step === '' ? outcome.message : `step ${outcome.step} failed: ${outcome.message}`;
  throw new CcpError('BUILD_FAILED', what, { evidence: outcome.lines, ...(outcome.hint === undefined ? {} : { hint: outcome.hint }) });
}

async function buildRoot(node: ImageNode, { engine, host }: BuildTools, options: BuildNodeOptions): Promise<{ sizeBytes: number }> {
  const { root, reference } = node;
  if (root === undefined) throw new Error(`${node.name} is no root`);
  await host.bootstrap(root, async (tar) => void (await engine.importRoot(tar, reference, root.labels, options.signal)), options);
  return { sizeBytes: (await engine.findImage(reference))?.sizeBytes ?? 0 };
}

async function treeFiles({ sourceTree }: ImageNode, { host }: BuildTools, { signal, onProgress }: BuildNodeOptions): Promise<BuildFile[]> {
  if (sourceTree === undefined) return [];
  onProgress({ kind: 'step', text: 'read the source' });
  const files = await host.sources.readTree(sourceTree, signal);
  return files.map((file) => ({ ...file, path: `${sourceFolder}/tree/${file.path}` }));
}

async function buildFiles(node: ImageNode, { host }: BuildTools, settings: HostSettings): Promise<(BuildFile | StreamedFile)[]> {
  const files = node.context.map(async ({ path, mode, link, ...file }): Promise<BuildFile | StreamedFile> => {
    if (link !== undefined) return { path, mode, link, content: Buffer.alloc(0) };
    const content = await host.readFile({ path, mode, ...file });
    return Buffer.isBuffer(content) ? { path, mode, content } : { path, mode, content };
  });
  const hostFiles = settings.files.map(({ path, content }) => ({ path: `${hostSettingsFolder}/${path}`, mode: 0o644, content }));
  return [{ path: 'Dockerfile', mode: 0o644, content: Buffer.from(node.dockerfile) }, ...(await Promise.all(files)), ...hostFiles];
}
