import { z } from 'zod';
import { ingressName } from './ingress-section.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** Value of an oslo option. A list is one value with commas (ListOpt), `{multi: [...]}` one line per item (MultiOpt), null removes the option. */
const osloValue = z.union([scalar, z.array(scalar), z.strictObject({ multi: z.array(scalar).min(1) }), z.null()]);

const quantity = z.string().regex(/^[0-9]+(\.[0-9]+)?(m|k|M|G|T|Ki|Mi|Gi|Ti)?$/, 'a Kubernetes quantity, for example 250m or 512Mi');
const quantities = z.strictObject({ cpu: quantity.optional(), memory: quantity.optional() });

/** A change of rendered objects. */
const patch = z.strictObject({
  kind: z.string().min(1).describe('Kind of the objects, for example Deployment.'),
  name: z.string().min(1).optional().describe('Name of one object (of a Job: its name in the package). Default: every object of the kind.'),
  patch: z.record(z.string(), z.unknown()).describe('Merge patch: maps merge, null removes a key, lists of named items merge by name, other lists replace.'),
});

/** Keys of one service in `services:` besides `config` and `bindings`. */
export const serviceOverrideKeys = {
  definition: z.string().min(1).optional().describe('Definition that this service is an instance of. Default: the one that bears its name.'),
  enabled: z.boolean().default(true).describe('false: the service does not run, although its package is there.'),
  nodePorts: z.record(z.string(), z.int().min(30000).max(32767)).default({}).describe('Port name to node port; `endpoints.nodePortOffset` is added.'),
  ingress: z.record(z.string(), ingressName).default({}).describe('Port name to the first part of its host name; `endpoints.ingress.domain` follows.'),
  files: z
    .record(z.string(), z.union([z.string().min(1), z.record(z.string(), z.record(z.string(), osloValue))]))
    .default({})
    .describe('File to options of oslo.config by section, or to a template of your own (a path from the folder of the configuration file).'),
  patches: z.array(patch).default([]).describe('Changes of rendered objects.'),
  resources: z.strictObject({ requests: quantities.optional(), limits: quantities.optional() }).optional().describe('Over those of the package.'),
};

/** Value of an oslo option as the configuration writes it. */
export type OsloValue = z.infer<typeof osloValue>;

/** A patch as the configuration writes it. */
export type PatchSection = z.infer<typeof patch>;
