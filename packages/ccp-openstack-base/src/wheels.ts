import { copyFrom, defineImage, run, type Mount, type Step } from 'ccp-core';
import { openstackBuilder } from './builder.ts';
import { lockFile } from './locks.ts';
import { packagedProjects, type PackagedProject } from './packaged.ts';

/** The program that fetches and builds wheels; run in build steps only. */
export const makeWheelsScript = new URL('../image/make-wheels.sh', import.meta.url);

/** Where {@link makeWheelsScript} is mounted. */
const target = '/run/make-wheels.sh';

/**
 * A step that puts wheels into `/wheels`, from the network and with the builder's own back ends. `command` starts the
 * script with a requirements file; each requirement must have hashes.
 */
export function makeWheels(command: (script: string) => string, mounts: readonly Mount[] = []): Step {
  return run(command(`sh ${target}`), { network: true, mounts: [{ kind: 'context', source: makeWheelsScript, target }, ...mounts] });
}

/** One step per lock, so that a changed lock fetches only its own set again. */
function fetchSet(set: 'common' | PackagedProject): Step {
  const lock = `/run/locks/${set}.txt`;
  return makeWheels((start) => `# Fetch the wheels of ${set}\n${start} ${lock}`, [{ kind: 'context', source: lockFile(set), target: lock }]);
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
