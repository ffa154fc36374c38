import { chmod, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CcpError, runAsCaller, type CommandDefinition, type ToolContext } from 'ccp-core';
import { kubectl as kubectlImage } from '../images/index.ts';
import { minifyKubeconfig } from '../kubernetes/minify.ts';
import { localCluster } from '../provider.ts';

/** Where the kubeconfig is seen in the container. */
const kubeconfigTarget = '/run/ccp/kubeconfig';

/**
 * `ccp kubectl …`: kubectl of our image against the environment's cluster. It runs as the caller, who alone may read
 * the kubeconfig, on the host's network and in the caller's folder, so that `-f file` finds files below it.
 */
export const kubectl: CommandDefinition = {
  name: 'kubectl',
  summary: "Run kubectl against the environment's cluster; files are found below the current folder",
  passThrough: true,
  run: async (context, words) => {
    const kubeconfig = await kubeconfigOf(context);
    return runAsCaller({
      image: await context.imageReference(kubectlImage),
      command: words,
      env: { KUBECONFIG: kubeconfigTarget },
      mounts: [{ source: kubeconfig, target: kubeconfigTarget, readOnly: true }],
      signal: context.signal,
    });
  },
};

async function kubeconfigOf(context: ToolContext): Promise<string> {
  const { kubeconfig, context: wanted } = context.kubernetes;
  if (kubeconfig !== undefined) {
    // The container sees this one file only.
    const own = join(context.stateDirectory, 'kubeconfig-existing');
    await writeFile(own, await minifyKubeconfig(resolve(kubeconfig), wanted), { mode: 0o600 });
    await chmod(own, 0o600);
    return own;
  }
  const connection = await localCluster.find(context);
  if (connection !== undefined) return connection.kubeconfig;
  throw new CcpError('CLUSTER_MISSING', 'This environment has no cluster.', { hint: 'Make one with `ccp up` or `ccp cluster up`, or set kubernetes.kubeconfig.' });
}
