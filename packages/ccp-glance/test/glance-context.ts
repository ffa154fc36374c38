import { readFileSync } from 'node:fs';
import { secretRef, type JobSpec, type Registration, type ServiceContext } from 'ccp-core';
import Handlebars from 'handlebars';
import { parse } from 'ini';
import { glance, glanceConfig, type GlanceConfig } from '../src/index.ts';

/** What Glance asked the identity service to register, in the place of the job that would do it. */
export type Registered = JobSpec & { readonly identity: Registration };

const job = { command: ['register'], imageIdentity: false } as const;

/** A context of Glance in the namespace `cloud`. */
export function glanceContext(config: object = {}, needs: object = {}): ServiceContext<GlanceConfig> {
  return {
    config: glanceConfig.schema.parse(config),
    service: 'glance',
    environment: { name: 'lab', namespace: 'cloud', region: 'RegionTwo' },
    replicas: 1,
    needs: {
      database: { host: 'db.svc', port: 3306, name: 'glance', user: 'glance', password: secretRef('glance.database-password'), url: 'mysql+pymysql://glance:pw@db.svc/glance' },
      cache: { servers: ['a.svc:11211', 'b.svc:11211'] },
      identity: {
        internalUrl: 'http://keystone.cloud.svc:5000/v3',
        publicUrl: 'http://192.0.2.1:30500/v3',
        region: 'RegionTwo',
        admin: { user: 'admin', project: 'admin', domain: 'Default', password: secretRef('keystone.admin-password') },
        account: { user: 'glance', password: secretRef('glance.service-password') },
        register: (wanted) => ({ ...job, identity: wanted }),
        ensure: (wanted) => ({ ...job, identity: wanted }),
      },
      ...needs,
    },
    further: {},
    secret: (local) => secretRef(`glance.${local}`),
    internalUrl: () => 'http://glance.cloud.svc:9292',
    publicUrl: () => 'http://192.0.2.1:30292',
  };
}

const engine = Handlebars.create();
engine.registerHelper('join', (list: string[], separator: string) => list.join(separator));

/** `glance-api.conf` as ccp renders it: strictly, without escaping. */
export function glanceConf(config: object = {}, bound: object = {}): Record<string, Record<string, string | boolean>> {
  const context = glanceContext(config, bound);
  const text = readFileSync(new URL('../templates/glance-api.conf.hbs', import.meta.url), 'utf8');
  const variables = { config: context.config, needs: { notifications: undefined, ...context.needs }, ...glance.variables?.(context) };
  return parse(engine.compile(text, { strict: true, noEscape: true })(variables));
}
