import { apt, copyFrom, defineImage, run } from 'ccp-core';
import { debianBase } from 'ccp-debian-base';
import { versions } from '../versions.ts';
import { kubernetesBinaries } from './binaries.ts';

/**
 * Collects nft and exactly the libraries that it loads, at the paths where the loader looks; and the names of protocols: without them nft tells `6` where
 * `tcp` was written, and kube-proxy, which compares once an hour and when it starts, takes all rules of Services for leftovers and removes them.
 */
const collectNft = run(`
mkdir -p /out/etc /out/usr/sbin /out/usr/lib /out/usr/lib64 /out/run /out/tmp
ln -s usr/sbin /out/sbin
ln -s usr/lib /out/lib
ln -s usr/lib64 /out/lib64
cp /etc/protocols /out/etc/
cp -L /usr/sbin/nft /out/usr/sbin/
ldd /usr/sbin/nft | grep -o '/[^ ]*' | while read -r library; do
  target=/out$(realpath "$(dirname "$library")")
  mkdir -p "$target"
  cp -L "$library" "$target/"
done`);

/** Services of Kubernetes as nftables rules. */
export const kubeProxy = defineImage({
  name: 'kube-proxy',
  title: 'Service proxy of Kubernetes',
  version: versions.kubernetes,
  licenses: 'Apache-2.0 AND GPL-2.0-only',
  from: 'scratch',
  stages: [{ name: 'tools', from: debianBase, steps: [apt('netbase', 'nftables'), collectNft] }],
  steps: [copyFrom('tools', '/out/', '/'), copyFrom(kubernetesBinaries, '/kube-proxy', '/usr/local/bin/kube-proxy')],
  root: { reason: 'Writes the packet filter of the node.' },
  env: { PATH: '/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
  entrypoint: ['/usr/local/bin/kube-proxy'],
  expectedSeconds: 15,
});
