import { z } from 'zod';

const label = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?';

/** First part of the host name of a port, beside the domain. */
export const ingressName = z.string().regex(new RegExp(`^${label}$`), 'lower case letters, digits and "-", at most 63');

/** How public endpoints are reached by host names instead of node ports. */
export const ingressSection = z
  .strictObject({
    enabled: z.boolean().default(false).describe('Ports that declare a host name are reached by an Ingress, in the place of their node ports.'),
    domain: z.string().max(189).regex(new RegExp(`^${label}(\\.${label})*$`), 'a domain name in lower case').optional().describe('Domain of the host names, `<name>.<domain>`; needed when enabled.'),
    className: z.string().min(1).optional().describe("Ingress class. Default: the cluster's default class."),
    scheme: z.enum(['http', 'https']).default('https').describe('How clients speak to the controller; it ends TLS.'),
    tlsSecret: z.string().min(1).optional().describe("TLS Secret of the namespace with a certificate of the host names. Default: the controller's own certificate."),
    port: z.int().min(1).max(65_535).optional().describe('Port of the public URLs. Default: that of the scheme.'),
  })
  .refine(({ enabled, domain }) => !enabled || domain !== undefined, { path: ['domain'], message: 'host names need a domain' })
  .refine(({ scheme, tlsSecret }) => scheme === 'https' || tlsSecret === undefined, { path: ['tlsSecret'], message: 'http has no certificate' });

/** Validated `endpoints.ingress`. */
export type IngressSection = z.infer<typeof ingressSection>;
