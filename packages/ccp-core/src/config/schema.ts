import { z } from 'zod';
import { sourceSection } from './sources.ts';
import { ingressSection } from './ingress-section.ts';
import { serviceOverrideKeys } from './service-section.ts';

const name = z.string().regex(/^[a-z]([a-z0-9-]*[a-z0-9])?$/, 'lower case letters, digits and "-", beginning with a letter');

const url = z.url({ protocol: /^https?$/, error: 'a URL that begins with http:// or https://' });

/** Roles that nodes have by default, and that may be given whether or not a service of the environment runs on them. */
export const usualRoles = ['controller', 'network', 'compute'] as const;

/** One service in `services:`. */
const serviceSection = z.strictObject({
  config: z.record(z.string(), z.unknown()).default({}).describe("Values of the service's own schema; see the README of its package."),
  bindings: z.record(z.string(), name).default({}).describe('Capability to the name of the service that provides it.'),
  ...serviceOverrideKeys,
});

/** A service that the file does not speak of. */
export const unwrittenService = serviceSection.parse({});

/**
 * The sections of `ccp.yaml` that core owns: the type, the validation and the reference in one.
 * A component of kind `tool` owns one more section, named like its package without `ccp-`.
 */
export const coreSchema = z.strictObject({
  environment: z
    .strictObject({
      name: name.max(20).default('local').describe('Name of this cloud; part of labels, state folder and local cluster.'),
      namespace: name.max(63).optional().describe('Kubernetes namespace. Default: the environment name behind `ccp-`.'),
      region: z.string().min(1).default('RegionOne').describe('OpenStack region.'),
    })
    .prefault({}),
  profile: z.enum(['local', 'ha']).default('local').describe('Table of replicas, resources and values that lies between the defaults of the packages and this file; `ha`: several replicas of what can have them.'),
  components: z.array(z.string()).optional().describe('Packages to use. Default: every dependency or workspace with a `ccp` field.'),
  kubernetes: z
    .strictObject({
      kubeconfig: z.string().optional().describe('Use this existing cluster instead of a local one. A relative path is taken from the folder of ccp.yaml; `~/` is the home folder.'),
      context: z.string().optional().describe('Context of the kubeconfig. Default: its current one.'),
    })
    .prefault({}),
  registry: z
    .strictObject({
      address: z.string().optional().describe('host:port of the registry that images are pushed to and pulled from. Default: the one of the local cluster.'),
      namespace: name.default('ccp').describe('First part of image paths.'),
      username: z.string().min(1).optional().describe('Account of the registry at `address`. Default: the one that docker login stored, if any.'),
      passwordFile: z.string().optional().describe("File with the account's password, beside ccp.yaml unless absolute. Default: as docker login stored it."),
      pull: z.boolean().default(true).describe('Images that the engine lacks and the registry at `address` has are pulled instead of built.'),
      insecure: z.boolean().default(false).describe('The registry at `address` speaks plain HTTP; the engine must allow that, too. On the loopback it always may.'),
    })
    .prefault({}),
  builder: z
    .strictObject({
      width: z.int().min(1).max(32).default(2).describe('Images built at the same time.'),
      debianReference: z.string().optional().describe('Pull this image as the Debian root. Default: bootstrap one from the package sources of the host.'),
      patches: z.string().min(1).default('patches').describe('Folder with patches of sources, `<project>/*.patch`, relative to the folder of the configuration file.'),
      osEpoch: z.int().min(1).default(1).describe('Raise it to take distribution packages anew.'),
    })
    .prefault({}),
  mirrors: z
    .strictObject({
      debian: url.optional().describe('Archive of Debian packages, with its backports; goes with debianSecurity.'),
      debianSecurity: url.optional().describe('Security fixes of Debian; goes with debian.'),
      python: url.optional().describe('Simple index of Python packages.'),
      npm: url.optional().describe('Registry of Node.js packages.'),
      go: z.string().min(1).optional().describe('Proxies of Go modules, as GOPROXY takes them.'),
    })
    // The other would be what the host has, which is nothing where it is no Debian: images without security fixes.
    .refine(({ debian, debianSecurity }) => debian === undefined || debianSecurity !== undefined, { path: ['debian'], message: 'images would lack security fixes where the host is no Debian; set mirrors.debianSecurity, too' })
    .refine(({ debian, debianSecurity }) => debianSecurity === undefined || debian !== undefined, { path: ['debianSecurity'], message: 'has no archive beside it; set mirrors.debian, too' })
    .prefault({})
    .describe('Where builds get packages from. Default of each: as the package clients of the host that builds are set. No part of the keys of images.'),
  sources: z
    .record(z.string(), sourceSection)
    .default({})
    .describe('Other sources of OpenStack projects, by project.'),
  endpoints: z
    .strictObject({
      public: z
        .strictObject({ host: z.string().optional().describe('Name or address of public endpoints. Default: the first controller (not highly available).') })
        .prefault({}),
      ingress: ingressSection.prefault({}),
      nodePortOffset: z.int().min(0).max(2000).default(0).describe('Added to every node port, so that several environments fit on one cluster.'),
    })
    .prefault({}),
  nodes: z
    .record(
      z.string(),
      z.strictObject({
        roles: z.array(name).default([]).describe('Roles of these nodes.'),
        config: z.record(name, z.record(z.string(), z.unknown())).default({}).describe("Service to values over its configuration on these nodes; of services that run once on every node of their role. Later keys win."),
      }),
    )
    .prefault({ '.*': { roles: [...usualRoles] } })
    .describe('Which nodes have which roles. A key is a regular expression of the whole node name, or `label:` and a label selector of Kubernetes; a node has the roles of every key that fits.'),
  roles: z.record(name, z.array(name)).default({}).describe('Role to the services it carries. Default: every service on its own default role.'),
  replicas: z.record(name, z.int().min(0).max(99)).default({}).describe('Replicas by service. Default: as the package says.'),
  services: z.record(name.max(40), serviceSection).default({}).describe('Configuration, bindings and overrides by service.'),
  secrets: z
    .strictObject({ file: z.string().min(1).optional().describe('YAML file (mode 0600) with values of secrets by their full name; taken over when they are first needed.') })
    .prefault({}),
});

/** Validated core sections with every default filled in. */
export type CoreConfig = z.infer<typeof coreSchema>;
