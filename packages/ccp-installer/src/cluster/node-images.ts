import type { ImageDefinition } from 'ccp-core';
import { coredns, etcd, kubeApiserver, kubeControllerManager, kubeProxy, kubeScheduler, pause } from '../images/index.ts';
import { versions } from '../versions.ts';
import { imageRepository } from './kubeadm.ts';

/** An image that a node must hold before kubeadm runs, and the name that kubeadm and containerd look for. */
export interface NodeImage {
  readonly image: ImageDefinition;
  readonly wantedName: string;
  /** Whether every node runs it, not only the control plane. */
  readonly everywhere: boolean;
}

function named(image: ImageDefinition, tag: string, everywhere = false): NodeImage {
  return { image, wantedName: `${imageRepository}/${image.name}:${tag}`, everywhere };
}

const kubernetes = `v${versions.kubernetes}`;

/** The images of `kubeadm config images list`. */
export const nodeImages: readonly NodeImage[] = [
  named(kubeApiserver, kubernetes),
  named(kubeControllerManager, kubernetes),
  named(kubeScheduler, kubernetes),
  named(kubeProxy, kubernetes, true),
  named(etcd, `${versions.etcd}-0`),
  named(coredns, `v${versions.coredns}`, true),
  named(pause, versions.pause, true),
];

/** Pure: the name that containerd gives to an image of this name in an archive of the engine. */
export function containerdName(reference: string): string {
  const [first = '', ...rest] = reference.split('/');
  if (rest.length > 0 && (/[.:]/.test(first) || first === 'localhost')) return reference;
  return rest.length > 0 ? `docker.io/${reference}` : `docker.io/library/${reference}`;
}
