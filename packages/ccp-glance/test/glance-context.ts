import { readFileSync } from 'node:fs';
import type { JobSpec, Registration, ServiceContext } from 'ccp-core';
import { sampleContext, sampleNeeds } from 'ccp-core/testing';
import Handlebars from 'handlebars';
import { parse } from 'ini';
import { glance, type GlanceConfig } from '../src/index.ts';

/** What Glance asked the identity service to register, in the place of the job that would do it. */
export type Registered = JobSpec & { readonly identity: Registration };

/** A context of Glance with what it requires, and `needs` beside it. */
export function glanceContext(config: object = {}, needs: object = {}): ServiceContext<GlanceConfig> {
  const { database, cache, identity } = sampleNeeds('glance');
  return sampleContext(glance, config, { needs: { database, cache, identity, ...needs } });
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
