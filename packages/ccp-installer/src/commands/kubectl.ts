import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CcpError, runAsCaller, type CommandDefinition, type ToolContext } from 'ccp-core';
import { kubectl as kubectlImage } from '../images/index.ts';
import { minifyKubeconfig } from '../kubernetes/minify.ts';
import { localCluster } from '../provider.ts';
import { namedFiles } from './named-files.ts';

/** Where the kubeconfig is seen in the container. */
const kubeconfigTarget = '/run/ccp/kubeconfig';

/**
 * `ccp kubectl …`: kubectl of our image against the environment's cluster. It runs as the caller, who alone may read
 * the kubeconfig, on the host's network and in the caller's folder, so that `-f file` finds files below it; others that it names so are
 * seen, too, but not writable.
 */
export const kubectl: CommandDefinition = {
  name: 'kubectl',
  summary: "Run kubectl against the environment's cluster; files are found below the current folder, and where -f names them",
  passThrough: true,
  run: async (context, words) => {
    const image = await context.imageReference(kubectlImage);
    return withKubeconfig(context, (kubeconfig) =>
      runAsCaller({
        image,
        command: words,
        env: { KUBECONFIG: kubeconfigTarget },
        mounts: (folder) => [{ source: kubeconfig, target: kubeconfigTarget, readOnly: true }, ...namedFiles(words, folder)],
        signal: context.signal,
      }),
    );
  },
};

/** The container sees one file only, so that of an existing cluster is made whole for the run, for the caller alone. */
async function withKubeconfig(context: ToolContext, work: (kubeconfig: string) => Promise<number>): Promise<number> {
  const { kubeconfig, context: wanted } = context.kubernetes;
  if (kubeconfig === undefined) return work(await localKubeconfig(context));
  const whole = join(context.stateDirectory, `kubeconfig-${randomUUID()}`);
  try {
    await writeFile(whole, await minifyKubeconfig(kubeconfig, wanted), { mode: 0o600 });
    return await work(whole);
  } finally {
    await rm(whole, { force: true });
  }
}

async function localKubeconfig(context: ToolContext): Promise<string> {
  const connection = await localCluster.find(context);
  if (connection !== undefined) return connection.kubeconfig;
  throw new CcpError('CLUSTER_MISSING', 'This environment has no cluster.', { hint: 'Make one with `ccp up` or `ccp cluster up`, or set kubernetes.kubeconfig.' });
}
