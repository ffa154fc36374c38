import { apt, copyFrom, defineImage } from 'ccp-core';
import { debianBase } from 'ccp-debian-base';
import { versions } from '../versions.ts';

/**
 * Holds the namespaces of a pod: waits, reaps orphans, ends on SIGTERM. Debian's catatonit does just that and is
 * one static program; the version is the one that the kubelet's name for it carries.
 */
export const pause = defineImage({
  name: 'pause',
  title: 'Holds the namespaces of a pod',
  version: versions.pause,
  licenses: 'GPL-3.0-or-later',
  from: 'scratch',
  stages: [{ name: 'program', from: debianBase, steps: [apt('catatonit')] }],
  steps: [copyFrom('program', '/usr/bin/catatonit', '/pause')],
  user: { name: 'pause', id: 65535 },
  entrypoint: ['/pause', '-P'],
  expectedSeconds: 8,
});
