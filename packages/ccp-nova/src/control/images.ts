import { apt, copy, copyFrom, defineImage, run } from 'ccp-core';
import { accountStep, debianBase, noHeaders, openstackBase, openstackSource, optionCatalogue, python, users } from 'ccp-openstack-base';

const recipe = python('nova', { configFolder: 'nova' });

/** The namespaces of Nova's sample file that stand for what is installed. The sections of privileged helpers are named in code and listed nowhere. */
const options = optionCatalogue(
  [
  'nova.conf',
  'keystonemiddleware.auth_token',
  'os_vif',
  'oslo.cache',
  'oslo.concurrency',
  'oslo.db',
  'oslo.limit',
  'oslo.log',
  'oslo.messaging',
  'oslo.middleware',
  'oslo.policy',
  'oslo.privsep',
  'oslo.reports',
  'oslo.service.periodic_task',
  'oslo.service.service',
  'osprofiler',
  ],
  { free: ['nova_sys_admin', 'privsep_osbrick', 'vif_plug_ovs_privileged'] },
);

/**
 * Nova: `nova-conductor`, `nova-scheduler`, `nova-novncproxy` and `nova-manage`, and both APIs for the uWSGI of its base. The pages
 * of noVNC are Debian's, without the 39 packages that its package brings.
 */
export const novaImage = defineImage({
  name: 'nova',
  title: 'OpenStack Nova',
  from: openstackBase,
  source: openstackSource('nova'),
  stages: [
    ...recipe.stages,
    { name: 'novnc', from: debianBase, steps: [run('# Fetch the pages of noVNC\ncd /tmp\napt-get --quiet update\napt-get download novnc\ndpkg -x novnc_*.deb /opt/novnc', { network: true })] },
  ],
  steps: [
    accountStep(users.nova),
    ...recipe.steps,
    options,
    copyFrom('novnc', '/opt/novnc/usr/share/novnc/', '/usr/share/novnc/'),
    copy('image/nova-api-wsgi.ini', '/etc/ccp/nova-api-wsgi.ini'),
    copy('image/nova-metadata-wsgi.ini', '/etc/ccp/nova-metadata-wsgi.ini'),
    copy('image/nova-databases.sh', '/usr/local/bin/nova-databases', { mode: '0755' }),
    copy('image/connected.sh', '/usr/local/bin/connected', { mode: '0755' }),
  ],
  user: users.nova,
  expectedSeconds: 35,
});

/** Nova's agent of a hypervisor, with what it starts on its node. */
export const novaComputeImage = defineImage({
  name: 'nova-compute',
  title: 'OpenStack Nova, the agent of a hypervisor',
  from: novaImage,
  steps: [
    noHeaders,
    // ssh, with which Nova reaches the other node of a resize, has no key and fails: Nova then leaves the instance as it was, and without the program in error.
    apt('dosfstools', 'e2fsprogs', 'iproute2', 'iputils-ping', 'libvirt0', 'openssh-client', 'openvswitch-common', 'procps', 'qemu-utils', 'xorriso'),
    copy('image/nova-compute-start.sh', '/usr/local/bin/nova-compute-start', { mode: '0755' }),
    copy('image/nova-compute-well.sh', '/usr/local/bin/nova-compute-well', { mode: '0755' }),
    copy('image/nova-compute.py', '/usr/local/lib/ccp/nova-compute.py'),
  ],
  root: { reason: 'It makes network devices and files of guests on the node.' },
  expectedSeconds: 20,
});
