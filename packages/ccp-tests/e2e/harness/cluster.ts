import { text } from 'node:stream/consumers';
import { ccpJson } from './ccp.ts';
import { docker } from './docker.ts';

/** What `ccp cluster status -o json` says of the cluster's nodes. */
export interface Cluster {
  readonly name: string;
  readonly state: string;
  readonly nodes: readonly { readonly name: string; readonly role: string; readonly ready: boolean; readonly schedulable: boolean; readonly version: string; readonly address: string }[];
}

/** Gives the tests' cluster this many nodes and returns its state. */
export async function withNodes(count: number): Promise<Cluster> {
  return ccpJson<Cluster>(['cluster', 'up', '--nodes', String(count), '-o', 'json']);
}

/** Files in the local volumes of a node that no claim holds must be none: returns the content of every volume's folder but those named. */
export async function leftInVolumes(node: string, inUse: readonly string[]): Promise<string> {
  const script = 'cd /var/lib/ccp/volumes; for v in *; do case " $* " in *" $v "*) ;; *) find "$v" -mindepth 1 ;; esac; done';
  const exec = await docker.getContainer(node).exec({ Cmd: ['sh', '-c', script, 'sh', ...inUse], AttachStdout: true, AttachStderr: true });
  return text(await exec.start({}));
}
