import { apt, copyFrom, defineImage } from 'ccp-core';
import { accountStep, debianBase, users } from 'ccp-debian-base';

/** memcached as Debian builds it, without the Perl that its package brings for scripts which are not used here. */
export const memcachedImage = defineImage({
  name: 'memcached',
  title: 'memcached',
  version: '1.6',
  licenses: 'BSD-3-Clause',
  from: debianBase,
  stages: [{ name: 'complete', from: debianBase, steps: [apt('memcached')] }],
  steps: [
    accountStep(users.memcached),
    apt('libevent-2.1-7t64', 'libsasl2-2', 'libssl3t64'),
    copyFrom('complete', '/usr/bin/memcached', '/usr/bin/memcached'),
  ],
  user: users.memcached,
  command: ['memcached'],
  expectedSeconds: 10,
});
