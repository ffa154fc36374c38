import { copyFrom, defineImage, run, type Step } from 'ccp-core';
import { openstackBuilder } from './builder.ts';
import { lockFile } from './locks.ts';
import { packagedProjects, type PackagedProject } from './packaged.ts';

/**
 * Shell that fetches or builds wheels into `/wheels` with the builder's own back ends. `--require-hashes` refuses
 * what the lock does not name. Without debug information no path of the build enters what is compiled.
 */
export const pipWheel =
  'CFLAGS=-g0 pip wheel --disable-pip-version-check --no-cache-dir --progress-bar off ' +
  '--no-deps --no-build-isolation --require-hashes --wheel-dir /wheels';

/** One step per lock, so that a changed lock fetches only its own set again. */
function fetchSet(set: 'common' | PackagedProject): Step {
  const target = `/run/locks/${set}.txt`;
  return run(`# Fetch the wheels of ${set}\n${pipWheel} -r ${target}`, { network: true, mounts: [{ kind: 'context', source: lockFile(set), target }] });
}

/** The wheelhouse: a wheel for every locked distribution, in `/wheels`. Only mounted; never shipped. */
export const openstackWheels = defineImage({
  name: 'openstack-wheels',
  title: 'Wheels of all locked Python distributions',
  from: 'scratch',
  shipped: false,
  stages: [{ name: 'fetch', from: openstackBuilder, steps: [fetchSet('common'), ...packagedProjects.map(fetchSet)] }],
  steps: [copyFrom('fetch', '/wheels/', '/wheels/')],
  expectedSeconds: 75,
});
