import type { Release } from '../release.ts';

/** OpenStack 2026.2 "Hibiscus"; the hashes are those of the sdists on the index. */
export const hibiscus = {
  version: '2026.2',
  name: 'Hibiscus',
  // botocore asks for less than 3, and Nova for this very one; what botocore uses of it is the same in both.
  overrides: ['python-dateutil==4.0.0'],
  projects: {
    keystone: {
      distribution: 'keystone',
      version: '30.0.0',
      sha256: '8f3f77175a039e408d870c6ea697a4cc4e9cf2755bd6cbc11230db4146dd7df4',
      role: 'service',
      extras: ['ldap'],
    },
    glance: {
      distribution: 'glance',
      version: '33.0.0',
      sha256: 'f6483b580565836e412747ed247703e52a96b0cf168c732986ac595377c92678',
      role: 'service',
      drivers: ['boto3'],
    },
    placement: {
      distribution: 'openstack-placement',
      version: '16.0.0',
      sha256: 'ec95a0f74a2be1326f91c377b46cf930838722235e39f741137f80bc7e59fb9c',
      role: 'service',
    },
    nova: {
      distribution: 'nova',
      version: '34.0.0',
      sha256: '919eef77cda4ce0cc4746a5853b5d9341ebd0ae37bc8b1939eb77d17727c00df',
      role: 'service',
      drivers: ['libvirt-python'],
    },
    neutron: {
      distribution: 'neutron',
      version: '29.0.0',
      sha256: '4dc123ed085a4b2cc8af1c4fa8d7162042c4e7cfa5e895f62e99a3b46d92ba31',
      role: 'service',
    },
    horizon: {
      distribution: 'horizon',
      version: '27.0.0',
      sha256: 'b1e16e3be554b543b1858df3b35dee3e4212e3ed61513512fddbe49584658cc0',
      role: 'service',
    },
    'openstack-client': {
      distribution: 'python-openstackclient',
      version: '10.5.0',
      sha256: 'a9c77b8d2b53a9413794daa5d60cbb4fa669af64799b704cfb96d75f2e002e8e',
      role: 'tool',
    },
  },
} as const satisfies Release;

/** Projects that this release names. */
export type ProjectName = keyof (typeof hibiscus)['projects'];
