import type { ProjectName } from './releases/hibiscus-2026-2.ts';

/** Projects of the release that have an image: each has a lock file of its name, and wheels in the wheelhouse. */
export const packagedProjects = ['keystone', 'glance', 'placement', 'nova', 'neutron', 'horizon', 'openstack-client'] as const satisfies readonly ProjectName[];

/** A project that has an image. */
export type PackagedProject = (typeof packagedProjects)[number];
