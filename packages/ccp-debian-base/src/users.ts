import type { ImageUser } from 'ccp-core';

/**
 * The one table of accounts. Ids are a contract with volumes that exist: never change or reuse one, only add.
 * They start at 42400, above what distributions and hosts give to people and services. Where a Debian package
 * makes an account of its own, ours bears that name, so that the package finds it and makes no second one.
 */
export const users = {
  /** Programs without files of their own, for example the OpenStack client. */
  openstack: { name: 'openstack', id: 42400 },
  keystone: { name: 'keystone', id: 42401 },
  mariadb: { name: 'mysql', id: 42402 },
  memcached: { name: 'memcache', id: 42403 },
  registry: { name: 'docker-registry', id: 42404 },
  /** The Node.js runtime and what is built on it, when nothing more specific is listed. */
  node: { name: 'node', id: 42405 },
  entrypoint: { name: 'entrypoint', id: 42406 },
  registration: { name: 'registration', id: 42407 },
  rabbitmq: { name: 'rabbitmq', id: 42408 },
  glance: { name: 'glance', id: 42409 },
  placement: { name: 'placement', id: 42410 },
  nova: { name: 'nova', id: 42411 },
  neutron: { name: 'neutron', id: 42412 },
  horizon: { name: 'horizon', id: 42413 },
  /** The central parts of OVN; what runs on nodes is root. */
  ovn: { name: 'ovn', id: 42414 },
} as const satisfies Readonly<Record<string, ImageUser>>;

/** Names of the table. */
export type UserName = keyof typeof users;
