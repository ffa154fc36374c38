import type { DebianRoot, ImageBase, ImageDefinition, Mount, Step } from '../definition/index.ts';
import { baseName, suiteOf, type OwnedImage } from './image-collect.ts';
import { contextPath, sourceAt, type FilledSource } from './image-context.ts';
import { aptScript, hostSettingsMount, runScript } from './image-script.ts';
import { imageLabel, keyLabel } from './image-settings.ts';
import { hasSourceFolder, sourceFolder, type SourcePin } from './image-source.ts';

/** What an emitted Dockerfile refers to. */
export interface DockerfileLinks {
  readonly owned: OwnedImage;
  readonly sources: readonly FilledSource[];
  readonly version: string;
  readonly pin: SourcePin | undefined;
  readonly labels: Readonly<Record<string, string>>;
  /** Reference of a node by its name. */
  reference(name: string): string;
}

/** Name of the last stage in emitted Dockerfiles. */
const finalStage = 'final';

/**
 * The Dockerfile of an image, in what API 1.41 (BuildKit 0.8) understands: no syntax line, no here-documents, no
 * `COPY --link`; scripts are in exec form, in which JSON carries the line ends.
 */
export function renderDockerfile(links: DockerfileLinks): string {
  const { image } = links.owned;
  const stages = (image.stages ?? []).map((stage) => [
    ...stageHead(stage.from, stage.name, links),
    ...stage.steps.map((step) => renderStep(step, suiteOf(stage.from), links)),
  ]);
  const last = [
    ...stageHead(image.from, finalStage, links),
    ...renderEnv(image),
    ...image.steps.map((step) => renderStep(step, suiteOf(image.from), links)),
    ...renderRuntime(image),
    ...renderLabels(links.labels),
  ];
  return [...stages, last].map((lines) => `${lines.join('\n')}\n`).join('\n');
}

/** The Dockerfile of a Debian root that is made from a pulled image. */
export function renderRootDockerfile(root: DebianRoot, reference: string, labels: Readonly<Record<string, string>>): string {
  const packages: Step = { kind: 'apt', packages: root.include };
  const install = root.include.length === 0 ? [] : [renderApt(packages, root.suite)];
  return [`FROM ${reference} AS ${finalStage}`, 'USER 0:0', ...install, ...renderLabels(labels), ''].join('\n');
}

/** Labels of an image that do not depend on its key's parts. */
export function identityLabels(name: string, title: string, version: string, licenses: string, key: string): Record<string, string> {
  return {
    'org.opencontainers.image.title': title,
    'org.opencontainers.image.version': version,
    'org.opencontainers.image.licenses': licenses,
    [imageLabel]: name,
    [keyLabel]: key,
  };
}

function stageHead(from: ImageBase, stage: string, links: DockerfileLinks): string[] {
  const name = baseName(from);
  if (name === undefined) return [`FROM scratch AS ${stage}`];
  const pin = links.pin;
  const source = links.owned.image.source;
  const args =
    pin === undefined || source === undefined
      ? []
      : [
          `ARG CCP_SOURCE_DISTRIBUTION=${quote(source.distribution)}`,
          `ARG CCP_SOURCE_VERSION=${quote(pin.version)}`,
          ...(pin.sha256 === undefined ? [] : [`ARG CCP_SOURCE_SHA256=${quote(pin.sha256)}`]),
        ];
  // A base may end with another user; steps run as root.
  return [`FROM ${links.reference(name)} AS ${stage}`, 'USER 0:0', ...args];
}

function renderStep(step: Step, suite: string | undefined, links: DockerfileLinks): string {
  switch (step.kind) {
    case 'apt':
      return renderApt(step, suite ?? '');
    case 'copy': {
      const source = sourceAt(links.sources, links.owned.directory, step.source, step.mode);
      return `COPY ${JSON.stringify([contextPath(source), step.target])}`;
    }
    case 'copyFrom':
      return `COPY --from=${imageOrStage(step.image, links)} ${JSON.stringify([step.source, step.target])}`;
    case 'run': {
      const mounts = (step.mounts ?? []).flatMap((mount) => renderMount(mount, links) ?? []);
      const settings = step.network === true ? [hostSettingsMount] : [];
      return renderRun([...settings, ...mounts], runScript(step.script, step.network === true, suite));
    }
  }
}

function renderApt(step: Step & { kind: 'apt' }, suite: string): string {
  const cache = (id: string, target: string): string => `type=cache,id=ccp-${id}-${suite},target=${target},sharing=locked`;
  const mounts = [hostSettingsMount, cache('apt-archives', '/var/cache/apt'), cache('apt-lists', '/var/lib/apt/lists')];
  return renderRun(mounts, aptScript(step.packages, suite, step.backports === true));
}

function renderMount(mount: Mount, links: DockerfileLinks): string | undefined {
  switch (mount.kind) {
    case 'image':
      return `type=bind,from=${imageOrStage(mount.image, links)},source=${mount.source},target=${mount.target}`;
    case 'context': {
      const source = sourceAt(links.sources, links.owned.directory, mount.source);
      return `type=bind,source=${contextPath(source).replace(/\/$/, '')},target=${mount.target}`;
    }
    case 'cache':
      return `type=cache,id=ccp-${mount.id},target=${mount.target}`;
    case 'tmpfs':
      return `type=tmpfs,target=${mount.target}`;
    case 'source':
      return hasSourceFolder(links.pin) ? `type=bind,source=${sourceFolder},target=${mount.target}` : undefined;
  }
}

function renderRun(mounts: readonly string[], script: string): string {
  return ['RUN', ...mounts.map((mount) => `--mount=${mount}`), JSON.stringify(['/bin/sh', '-euc', script])].join(' ');
}

function imageOrStage(image: ImageDefinition | string, links: DockerfileLinks): string {
  return typeof image === 'string' ? image : links.reference(image.name);
}

function renderEnv(image: ImageDefinition): string[] {
  return Object.entries(image.env ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `ENV ${name}=${quote(value)}`);
}

function renderRuntime(image: ImageDefinition): string[] {
  const lines: string[] = [];
  if (image.workdir !== undefined) lines.push(`WORKDIR ${image.workdir}`);
  if (image.entrypoint !== undefined) lines.push(`ENTRYPOINT ${JSON.stringify(image.entrypoint)}`);
  if (image.command !== undefined) lines.push(`CMD ${JSON.stringify(image.command)}`);
  if (image.stopSignal !== undefined) lines.push(`STOPSIGNAL ${image.stopSignal}`);
  const id = image.user?.id ?? 0;
  return [...lines, `USER ${id}:${id}`];
}

function renderLabels(labels: Readonly<Record<string, string>>): string[] {
  const entries = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length === 0 ? [] : [`LABEL ${entries.map(([name, value]) => `${name}=${quote(value)}`).join(' ')}`];
}

/** Quotes for ARG, ENV and LABEL, where `$` would be replaced. */
function quote(value: string): string {
  return `"${value.replace(/[\\"$]/g, '\\$&')}"`;
}
