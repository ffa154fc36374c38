import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { CcpError } from 'ccp-core';
import { parse, stringify } from 'yaml';
import { z } from 'zod';

const fields = z.record(z.string(), z.unknown());
const kubeconfigSchema = z.looseObject({
  'current-context': z.string().optional(),
  contexts: z.array(z.looseObject({ name: z.string(), context: z.looseObject({ cluster: z.string(), user: z.string() }) })).default([]),
  clusters: z.array(z.looseObject({ name: z.string(), cluster: fields })).default([]),
  users: z.array(z.looseObject({ name: z.string(), user: fields.nullish() })).default([]),
});

type Kubeconfig = z.output<typeof kubeconfigSchema>;

/** Keys that name a file, and what holds its content instead: base64 of it, or for the token its text. */
const fileKeys = { 'certificate-authority': 'certificate-authority-data', 'client-certificate': 'client-certificate-data', 'client-key': 'client-key-data', tokenFile: 'token' } as const;

/**
 * One context of a kubeconfig with everything in one text: files that it names are put in, other contexts left out, so
 * that it can be used where those files are not. `context` default: the current one. Throws CLUSTER_MISSING when the
 * file cannot be used or has no such context, PREREQUISITE when a program of the host must be run to get credentials.
 */
export async function minifyKubeconfig(file: string, context: string | undefined): Promise<string> {
  const { chosen, cluster, user } = partsOf(await readKubeconfig(file), file, context);
  if (user !== undefined) refusePrograms(user, file, chosen.name);
  const folder = dirname(resolve(file));
  return stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': chosen.name,
      contexts: [chosen],
      clusters: [{ ...cluster, cluster: await inline(cluster.cluster, folder, file) }],
      users: user === undefined ? [] : [{ ...user, user: await inline(user.user ?? {}, folder, file) }],
    },
    { lineWidth: 0 },
  );
}

interface Parts {
  readonly chosen: Kubeconfig['contexts'][number];
  readonly cluster: Kubeconfig['clusters'][number];
  readonly user: Kubeconfig['users'][number] | undefined;
}

function partsOf(config: Kubeconfig, file: string, context: string | undefined): Parts {
  const wanted = context ?? config['current-context'];
  const chosen = config.contexts.find(({ name }) => name === wanted);
  const cluster = config.clusters.find(({ name }) => name === chosen?.context.cluster);
  if (chosen !== undefined && cluster !== undefined) return { chosen, cluster, user: config.users.find(({ name }) => name === chosen.context.user) };
  throw unusable(file, `has no usable context "${wanted ?? ''}"`, `Contexts: ${config.contexts.map(({ name }) => name).join(', ') || 'none'}.`);
}

function refusePrograms({ name, user }: Kubeconfig['users'][number], file: string, context: string): void {
  if (user?.['exec'] === undefined && user?.['auth-provider'] === undefined) return;
  throw new CcpError('PREREQUISITE', `the user "${name}" of ${file} gets its credentials from a program of this host, which the image of kubectl does not have`, {
    where: { file },
    hint: `Use your own kubectl: kubectl --kubeconfig ${file} --context ${context} …`,
  });
}

async function readKubeconfig(file: string): Promise<Kubeconfig> {
  const text = await readFile(file, 'utf8').catch((cause: Error) => {
    throw unusable(file, `cannot be read: ${cause.message}`);
  });
  const parsed = kubeconfigSchema.safeParse(parse(text));
  if (!parsed.success) throw unusable(file, 'is not a kubeconfig');
  return parsed.data;
}

/** Files are found from the kubeconfig's folder; content that is there already wins, as in Kubernetes' own clients. */
async function inline(entry: Readonly<Record<string, unknown>>, folder: string, file: string): Promise<Record<string, unknown>> {
  const result: Record<string, unknown> = { ...entry };
  for (const [key, target] of Object.entries(fileKeys)) {
    const path = entry[key];
    if (typeof path !== 'string') continue;
    const content = await readFile(resolve(folder, path)).catch((cause: Error) => {
      throw unusable(file, `names a file that cannot be read: ${cause.message}`);
    });
    result[target] ??= key === 'tokenFile' ? content.toString('utf8').trim() : content.toString('base64');
    Reflect.deleteProperty(result, key);
  }
  return result;
}

function unusable(file: string, why: string, hint = 'Set kubernetes.kubeconfig to a file of yours.'): CcpError {
  return new CcpError('CLUSTER_MISSING', `the kubeconfig ${file} ${why}`, { where: { file }, hint });
}
