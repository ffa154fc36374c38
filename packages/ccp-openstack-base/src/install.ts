import { run, type Mount, type Step } from 'ccp-core';
import { openstackBuilder } from './builder.ts';
import { lockFile } from './locks.ts';
import type { PackagedProject } from './packaged.ts';
import { openstackWheels } from './wheels.ts';

/** A wheel that is built for one image. */
export interface OwnWheel {
  /** For example `keystone==30.0.0`. */
  readonly requirement: string;
  /** Stage that has it in `/wheels`. */
  readonly stage: string;
}

/**
 * Installs a locked set, and a wheel of the image's own, into `/opt/os`. Tools and
 * wheelhouse are mounted as tools: the lock already says by hash what is taken from them, so that a wheel added for
 * one project rebuilds no other.
 */
export function installSet(set: 'common' | PackagedProject, own?: OwnWheel): Step {
  const ownWheels: readonly Mount[] =
    own === undefined ? [] : [{ kind: 'image', image: own.stage, source: '/wheels', target: '/run/own-wheels' }];
  return run(['sh /run/install/install-wheels.sh /run/install/lock.txt', ...(own ? [own.requirement] : [])].join(' '), {
    mounts: [
      { kind: 'context', source: new URL('../image/install-wheels.sh', import.meta.url), target: '/run/install/install-wheels.sh' },
      { kind: 'context', source: lockFile(set), target: '/run/install/lock.txt' },
      { kind: 'image', image: openstackBuilder, source: '/opt/build/bin', target: '/run/build-tools', identity: 'tool' },
      { kind: 'image', image: openstackWheels, source: '/wheels', target: '/run/wheels', identity: 'tool' },
      ...ownWheels,
    ],
  });
}
