import { apt, defineImage, run } from 'ccp-core';
import { debianBase } from 'ccp-debian-base';

/**
 * Compilers, the headers of Python, OpenLDAP and libvirt, git (for patches) and, in `/opt/build`, the pinned pip, uv and build back ends. It builds wheels and
 * lends its tools to other images' steps; it is never shipped.
 */
export const openstackBuilder = defineImage({
  name: 'openstack-builder',
  title: 'Tools that build Python wheels',
  from: debianBase,
  shipped: false,
  root: { reason: 'Used in build steps only.' },
  steps: [
    apt('binutils', 'gcc', 'g++', 'git', 'libc6-dev', 'libldap-dev', 'libsasl2-dev', 'libvirt-dev', 'pkg-config', 'python3', 'python3-dev', 'python3-venv'),
    run(
      `
python3 -m venv /opt/build
/opt/build/bin/pip install --disable-pip-version-check --no-cache-dir --no-deps --require-hashes -r /run/build.txt`,
      {
        network: true,
        mounts: [{ kind: 'context', source: new URL('../image/locks/build.txt', import.meta.url), target: '/run/build.txt' }],
      },
    ),
  ],
  env: { PATH: '/opt/build/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
  expectedSeconds: 45,
});
