import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { ComputeCellEndpoint, ServiceContext, ServiceDefinition } from 'ccp-core';
import { sampleContext, sampleNeeds } from 'ccp-core/testing';
import Handlebars from 'handlebars';
import { parse } from 'ini';
import { novaCompute } from '../src/compute/compute.ts';
import { novaConsole } from '../src/control/console.ts';
import { novaMetadata } from '../src/control/metadata.ts';
import { nova } from '../src/control/nova.ts';
import { novaConductor, novaScheduler } from '../src/control/workers.ts';

const engine = Handlebars.create();
engine.registerHelper('join', (list: string[], separator: string) => list.join(separator));
const template = engine.compile(readFileSync(new URL('../templates/nova.conf.hbs', import.meta.url), 'utf8'), { strict: true, noEscape: true });

const needs = sampleNeeds('nova');
const events = { transportUrl: 'rabbit://events.svc/nova', port: 5672, options: needs.rpc.options };

/** Nova's API, bound to what it requires and `bound`. */
function apiWith(bound: ServiceContext['needs']) {
  return sampleContext(nova, {}, { needs: { ...needs, ...bound }, further: { database: { api: needs.database, cell0: needs.database } } });
}

/** What Nova's API shares with the other processes. */
function cellWith(bound: ServiceContext['needs']): ComputeCellEndpoint {
  const cell = nova.provides?.['compute-cell']?.value(apiWith(bound), { service: 'nova-conductor' });
  if (cell === undefined) throw new Error('nova provides no compute-cell');
  return cell;
}

/** A context of a process that takes what the API shares. */
function processWith<C>(definition: ServiceDefinition<C>, bound: ServiceContext['needs']): ServiceContext<C> {
  return sampleContext(definition, {}, { needs: { 'compute-cell': cellWith(bound), cache: needs.cache } });
}

/** `nova.conf` as ccp renders it: strictly, without escaping. */
function confOf<C>(definition: ServiceDefinition<C>, bound: ServiceContext['needs']): Record<string, unknown> {
  const context = definition.name === 'nova' ? (apiWith(bound) as unknown as ServiceContext<C>) : processWith(definition, bound);
  return parse(template({ config: context.config, ...definition.variables?.(context) }));
}

describe('notifications', () => {
  const processes: readonly ServiceDefinition[] = [nova, novaMetadata, novaConductor, novaScheduler, novaConsole, novaCompute];

  test.each(processes)('of $name go to the bus that is bound, with the options that its calls have', (definition) => {
    expect(confOf(definition, { notifications: events })).toMatchObject({
      DEFAULT: { transport_url: 'rabbit://bus.svc/nova' },
      oslo_messaging_notifications: { driver: 'messagingv2', transport_url: 'rabbit://events.svc/nova', retry: '2' },
      oslo_messaging_rabbit: { rabbit_quorum_queue: true },
    });
  });

  test.each(processes)('of $name are not sent without one', (definition) => {
    expect(confOf(definition, {})).not.toHaveProperty('oslo_messaging_notifications');
  });

  test('a bus that wants other options than that of the calls is refused', () => {
    expect(() => cellWith({ notifications: { ...events, options: {} } })).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });
});

describe('processes without a port', () => {
  const rpc = { ...needs.rpc, port: 5673 };

  test.each([novaConductor, novaScheduler, novaCompute] as readonly ServiceDefinition[])('$name has started when it is connected with the bus, wherever that listens', (definition) => {
    expect(definition.daemon(processWith(definition, { rpc })).probes.started).toEqual({ kind: 'exec', command: ['connected', '5673'] });
  });

  test.each([novaConductor, novaScheduler, novaCompute] as readonly ServiceDefinition[])('$name answers whether it hears the bus', (definition) => {
    expect(confOf(definition, {})).toMatchObject({ DEFAULT: { rpc_ping_enabled: true } });
  });
});
