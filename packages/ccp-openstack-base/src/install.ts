import { run, type Mount, type Step } from 'ccp-core';
import { openstackBuilder } from './builder.ts';
import { lockFile } from './locks.ts';
import type { PackagedProject } from './packaged.ts';
import { makeWheelsScript, openstackWheels } from './wheels.ts';

/**
 * Installs a locked set into `/opt/os`; with `ownWheelStage`, also the image's own source, whose wheel that stage has
 * in `/wheels`. Tools and wheelhouse are mounted as tools: the lock already says by hash what is taken from them, so
 * that a wheel added for one project rebuilds no other.
 */
export function installSet(set: 'common' | PackagedProject, ownWheelStage?: string): Step {
  const command = `# Install the Python distributions of ${set}\nsh /run/install/install-wheels.sh /run/install/lock.txt`;
  const ownWheels: readonly Mount[] =
    ownWheelStage === undefined ? [] : [{ kind: 'image', image: ownWheelStage, source: '/wheels', target: '/run/own-wheels' }];
  return run(ownWheelStage === undefined ? command : `${command} "$CCP_SOURCE_DISTRIBUTION==$CCP_SOURCE_VERSION"`, {
    mounts: [
      { kind: 'context', source: new URL('../image/install-wheels.sh', import.meta.url), target: '/run/install/install-wheels.sh' },
      { kind: 'context', source: lockFile(set), target: '/run/install/lock.txt' },
      // Not used, but part of the key: how the few wheels are made that the index does not have.
      { kind: 'context', source: makeWheelsScript, target: '/run/install/make-wheels.sh' },
      { kind: 'image', image: openstackBuilder, source: '/opt/build/bin', target: '/run/build-tools', identity: 'tool' },
      { kind: 'image', image: openstackWheels, source: '/wheels', target: '/run/wheels', identity: 'tool' },
      ...ownWheels,
    ],
  });
}
