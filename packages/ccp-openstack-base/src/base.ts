import { apt, copy, defineImage } from 'ccp-core';
import { debianBase } from 'ccp-debian-base';
import { installSet } from './install.ts';

/**
 * Python and, in `/opt/os`, every library that at least two OpenStack services need; uWSGI among them, with its
 * settings at `/etc/ccp/uwsgi.ini`. libpython is what uWSGI is linked with.
 */
export const openstackBase = defineImage({
  name: 'openstack-base',
  title: 'Python and the libraries that OpenStack services share',
  from: debianBase,
  root: { reason: 'Only a base: every image made from it names its own account.' },
  steps: [
    apt('libpython3.13', 'python3'),
    installSet('common'),
    copy(new URL('../image/uwsgi.ini', import.meta.url), '/etc/ccp/uwsgi.ini'),
  ],
  env: {
    VIRTUAL_ENV: '/opt/os',
    PATH: '/opt/os/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    PYTHONUNBUFFERED: '1',
    PYTHONDONTWRITEBYTECODE: '1',
  },
  expectedSeconds: 40,
});
