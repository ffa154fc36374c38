import { containerdName, nodeImages } from '../cluster/node-images.ts';
import type { NodePlan } from '../cluster/plan.ts';
import { execOrFail } from '../docker/exec.ts';
import { saveImages } from '../docker/save-images.ts';
import type { Action } from './action.ts';
import { hasJoined } from './node-container.ts';

/** Loads the control-plane images from the engine into a new node, under the names that kubeadm wants; nothing is pulled. */
export function loadNodeImages(node: NodePlan): Action {
  return {
    name: `${node.name} images`,
    title: `Kubernetes' own images into ${node.name}`,
    expectedSeconds: node.role === 'control-plane' ? 8 : 3,
    done: ({ docker }) => hasJoined(docker, node),
    run: async ({ docker, context, signal }, step) => {
      const pairs: [from: string, to: string][] = [];
      const wanted = nodeImages.filter(({ everywhere }) => everywhere || node.role === 'control-plane');
      for (const { image, wantedName } of wanted) pairs.push([await context.imageReference(image), wantedName]);
      step(`loading ${pairs.length} images`);
      const archive = await saveImages(docker, pairs.map(([from]) => from), signal);
      await execOrFail(docker, node.name, ['ctr', '--namespace', 'k8s.io', 'images', 'import', '-'], { signal, stdin: archive });
      step('naming them');
      await execOrFail(docker, node.name, ['sh', '-euc', nameImages, 'sh', ...pairs.flatMap(([from, to]) => [containerdName(from), to])], { signal });
    },
  };
}

/** Pinned images are never collected; managed ones are listed by the kubelet. */
const nameImages = `
while [ $# -gt 0 ]; do
  ctr --namespace k8s.io images tag --force "$1" "$2"
  ctr --namespace k8s.io images label "$2" io.cri-containerd.image=managed io.cri-containerd.pinned=pinned
  shift 2
done`.trim();
