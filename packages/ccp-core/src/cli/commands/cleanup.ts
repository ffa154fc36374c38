import { readFile } from 'node:fs/promises';
import { CcpError, exitCode } from '../../diagnostics/index.ts';
import { canAsk, confirm } from '../ask.ts';
import { findRemains, removeRemains, type Remains } from '../cleaning.ts';
import type { CloudOptions } from '../cloud.ts';
import { printResult, type CommandRun, type CoreCommand } from '../command.ts';
import { requireCluster } from '../workspace.ts';

/** `ccp cleanup`: removes the environment and what its tenants made, and leaves the cluster. */
export const cleanupCommand: CoreCommand = {
  name: 'cleanup',
  summary: 'Delete what tenants made, then the environment; the cluster stays',
  options: [
    { flags: '--auth-url <url>', description: "URL of Keystone (default: the environment's public endpoint)" },
    { flags: '--skip-os-cleanup', description: 'do not ask Keystone, leave what tenants made behind' },
    { flags: '--insecure', description: 'accept any certificate of the APIs' },
    { flags: '--ca-cert <file>', description: 'certificates (PEM) to trust instead' },
    { flags: '--dry-run', description: 'list what would be deleted, and delete nothing' },
    { flags: '--yes', description: 'do not ask; needed where there is no terminal' },
  ],
  details: `In this order: resources of tenants through the cloud's APIs (a service without an endpoint is skipped and named), the namespace, labels of nodes, this
host's credentials. Volumes with the policy Retain stay with their data, those of a local cluster until the next ccp up; so do folders of nodes in which services keep
something (nodeFolders). Compare ccp down, which removes a local cluster whole.
JSON: {environment, namespace, dryRun, removed, resources: [{cleaner, skipped, resources: [{id, name}]}], nodeLabels: [{node, label}], volumes: [{volume, claim, policy}],
  nodeFolders: [path]}.`,
  run: runCleanup,
};

async function runCleanup(run: CommandRun): Promise<number> {
  const { workspace, options } = run;
  const dryRun = options['dryRun'] === true;
  const access = options['skipOsCleanup'] === true ? undefined : await cloudOptions(options);
  if (!dryRun) refuseUnasked(run);
  const cluster = await requireCluster(workspace);
  const remains = await findRemains(workspace, cluster, access);
  const nothing = isNothing(remains);
  const removed = !dryRun && !nothing && (await agreed(run, remains));
  if (removed) await removeRemains(workspace, cluster, remains);
  show(run, remains, removed);
  return removed || dryRun || nothing ? exitCode.ok : exitCode.failed;
}

function refuseUnasked({ workspace, options }: CommandRun): void {
  if (options['yes'] === true || canAsk()) return;
  const { name } = workspace.session.configuration.core.environment;
  throw new CcpError('USAGE', `cleanup deletes the environment ${name} and cannot ask here`, { hint: 'Give --yes; --dry-run lists what would be deleted.' });
}

function show(run: CommandRun, remains: Remains, removed: boolean): void {
  const { core, namespace } = run.workspace.session.configuration;
  const resources = remains.resources.map(({ cleaner, ...found }) => ({ cleaner: cleaner.name, ...found }));
  const value = { environment: core.environment.name, namespace, dryRun: run.options['dryRun'] === true, removed, resources, nodeLabels: remains.labels, volumes: remains.volumes, nodeFolders: remains.nodeFolders };
  printResult(run, value, () => [headline(run, removed, remains), ...listing(namespace, remains)].join('\n'), [namespace]);
}

async function cloudOptions({ authUrl, insecure, caCert }: Readonly<Record<string, unknown>>): Promise<CloudOptions> {
  if (insecure === true && caCert !== undefined) throw new CcpError('USAGE', '--insecure and --ca-cert exclude each other', { hint: 'Give one of them.' });
  return { authUrl: authUrl === undefined ? undefined : checkedUrl(String(authUrl)), insecure: insecure === true, caCertificate: caCert === undefined ? undefined : await readCertificates(String(caCert)) };
}

/** With the version at its end, as clients are used to leave it out. */
function checkedUrl(text: string): string {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) throw new CcpError('USAGE', `--auth-url ${text} is no http URL`, { hint: 'For example --auth-url https://cloud.example:5000/v3.' });
  const url = text.replace(/\/+$/, '');
  return url.endsWith('/v3') ? url : `${url}/v3`;
}

async function readCertificates(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new CcpError('USAGE', `--ca-cert cannot be read: ${(cause as Error).message}`, { where: { file }, cause });
  }
}

function isNothing({ namespaceExists, labels }: Remains): boolean {
  return !namespaceExists && labels.length === 0;
}

async function agreed({ workspace, options }: CommandRun, remains: Remains): Promise<boolean> {
  if (options['yes'] === true) return true;
  const { events, signal } = workspace.session.options;
  const { namespace } = workspace.session.configuration;
  for (const text of listing(namespace, remains)) events({ type: 'message', level: 'info', text });
  return confirm('Delete all of this?', signal);
}

function headline({ workspace, options }: CommandRun, removed: boolean, remains: Remains): string {
  const { name } = workspace.session.configuration.core.environment;
  if (isNothing(remains)) return `Nothing to do: there is nothing of environment ${name} in the cluster.`;
  if (removed) return `Environment ${name} is removed; the cluster stays.`;
  return options['dryRun'] === true ? `Environment ${name}: this would be deleted.` : 'Nothing was deleted.';
}

function listing(namespace: string, { namespaceExists, cloud, resources, labels, volumes, nodeFolders, localCluster }: Remains): string[] {
  const stays = localCluster ? 'stays with its data until the next ccp up, which empties it' : 'stays with its data: its policy is Retain';
  const tenants = resources.flatMap(({ cleaner, skipped, resources: found }) =>
    skipped === undefined ? [`  ${cleaner.name}: ${found.length === 0 ? 'none' : found.map(({ id, name }) => (name === '' ? id : name)).join(', ')}`] : [`  ${cleaner.name}: skipped, ${skipped}`],
  );
  return [
    ...(cloud === undefined ? [] : ['  Keystone answers; resources of tenants:', ...(tenants.length === 0 ? ['  no component of this environment lets tenants make any'] : tenants)]),
    ...(namespaceExists ? [`  namespace ${namespace} with everything in it`] : []),
    ...labels.map(({ node, label }) => `  label ${label} of node ${node}`),
    ...volumes.map(({ volume, claim, policy }) => `  volume ${volume} (${claim})${policy === 'Retain' ? ` ${stays}` : ''}`),
    ...(nodeFolders.length === 0 ? [] : [`  folders of nodes stay: ${nodeFolders.join(', ')}`]),
  ];
}
