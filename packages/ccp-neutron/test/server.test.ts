import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { AskedJob } from 'ccp-core/testing';
import Handlebars from 'handlebars';
import { parse } from 'ini';
import { neutron, neutronConfig, neutronOvnMaintenance, neutronPeriodicWorkers } from '../src/index.ts';
import { neutronContext } from './neutron-context.ts';

const engine = Handlebars.create();
engine.registerHelper('join', (list: string[], separator: string) => list.join(separator));

/** A file of the service as ccp renders it: strictly, without escaping. */
function rendered(template: string, variables: object | undefined): Record<string, Record<string, string | boolean>> {
  const text = readFileSync(new URL(`../templates/${template}`, import.meta.url), 'utf8');
  return parse(engine.compile(text, { strict: true, noEscape: true })(variables));
}

function ofApi(template: string, config: object = {}) {
  return rendered(template, neutron.variables?.(neutronContext(config)));
}

describe('the API', () => {
  test('uses ML2 with OVN, without workers for agents that are not there', () => {
    const conf = ofApi('ml2_conf.ini.hbs');
    expect(conf['DEFAULT']).toMatchObject({ core_plugin: 'ml2', rpc_workers: '0', rpc_state_report_workers: '0' });
    expect(conf['ml2']).toMatchObject({ mechanism_drivers: 'ovn', extension_drivers: 'port_security,qos' });
    expect(conf['ovn']).toMatchObject({ ovn_metadata_enabled: true, enable_distributed_floating_ip: true });
  });

  test('follows the configuration', () => {
    const conf = ofApi('ml2_conf.ini.hbs', { mtu: 9000, vlanRanges: { public: ['100:199', '300:300'], storage: [] }, distributedFloatingIps: false, dnsServers: ['192.0.2.53'], projectNetworkTypes: ['vlan', 'geneve'] });
    expect(conf['DEFAULT']?.['global_physnet_mtu']).toBe('9000');
    expect(conf['ml2_type_vlan']?.['network_vlan_ranges']).toBe('public:100:199,public:300:300,storage');
    expect(conf['ml2']?.['project_network_types']).toBe('vlan,geneve');
    expect(conf['ovn']).toMatchObject({ enable_distributed_floating_ip: false, dns_servers: '192.0.2.53,::' });
  });

  // What Neutron takes for "none"; without it guests would get the resolver of the cluster.
  test.each([
    [[], '0.0.0.0,::'],
    [['2001:db8::53'], '2001:db8::53,0.0.0.0'],
    [['192.0.2.53', '2001:db8::53'], '192.0.2.53,2001:db8::53'],
  ])('names no name servers but those that are configured: %j', (dnsServers, expected) => {
    expect(ofApi('ml2_conf.ini.hbs', { dnsServers })['ovn']?.['dns_servers']).toBe(expected);
  });

  test.each([
    ['is named by itself', {}, 'public'],
    ['keeps its ranges', { vlanRanges: { public: ['100:199'] } }, 'public:100:199'],
    ['is not named without a VLAN', { vlan: undefined }, undefined],
    ['is not named when it is off', { enabled: false }, undefined],
  ])('the physical network of an external VLAN %s', (_, { vlanRanges = {}, ...changes }: { vlanRanges?: object; vlan?: undefined; enabled?: boolean }, ranges) => {
    const external = { enabled: true, cidr: '198.51.100.0/24', vlan: 7, ...changes };
    expect(ofApi('ml2_conf.ini.hbs', { vlanRanges, bootstrap: { external } })['ml2_type_vlan']?.['network_vlan_ranges']).toBe(ranges);
  });

  test('has one account for tokens, Nova and Placement', () => {
    const conf = ofApi('neutron.conf.hbs');
    for (const section of ['keystone_authtoken', 'nova', 'placement']) expect(conf[section]).toMatchObject({ username: 'neutron', auth_url: 'http://keystone.cloud.svc:5000/v3', region_name: 'RegionTwo' });
    expect(conf['keystone_authtoken']).toMatchObject({ memcached_servers: 'a.svc:11211,b.svc:11211', service_token_roles_required: true });
    expect(conf['database']?.['connection']).toBe('mysql+pymysql://neutron:pw@db.svc/neutron');
    expect(conf['oslo_messaging_rabbit']).toEqual({ rabbit_quorum_queue: true });
  });

  test('sends its events where they are bound, beside the bus of its calls', () => {
    const notifications = { transportUrl: 'rabbit://events.svc/neutron', port: 5672, options: { rabbit_quorum_queue: 'true' } };
    const conf = rendered('neutron.conf.hbs', neutron.variables?.(neutronContext({}, { notifications })));
    expect(conf).toMatchObject({
      DEFAULT: { transport_url: 'rabbit://bus.svc/neutron' },
      oslo_messaging_notifications: { driver: 'messagingv2', transport_url: 'rabbit://events.svc/neutron', retry: '2' },
      oslo_messaging_rabbit: { rabbit_quorum_queue: true },
    });
    expect(ofApi('neutron.conf.hbs')).not.toHaveProperty('oslo_messaging_notifications');
  });

  test('is registered with all three endpoints', () => {
    const asked = neutron.jobs?.(neutronContext())['registration'] as AskedJob;
    const internal = 'http://neutron.cloud.svc:9696';
    expect(asked.identity).toMatchObject({ services: [{ type: 'network', endpoints: { admin: internal, internal, public: 'http://192.0.2.1:30696' } }] });
  });

  test('finds OVN by the names of its Services', () => {
    expect(neutron.daemon(neutronContext()).env).toMatchObject({ CCP_OVN_NORTHBOUND: 'ovn-nb.cloud.svc:6641', CCP_OVN_SOUTHBOUND: 'ovn-sb.cloud.svc:6642' });
  });
});

describe('workers', () => {
  const server = neutron.provides?.['network-server']?.value(neutronContext({ mtu: 9000 }), { service: 'neutron-periodic-workers' });
  const context = { ...neutronContext(), config: { debug: false }, needs: { 'network-server': server! } };

  test.each([neutronPeriodicWorkers, neutronOvnMaintenance])('$name has the database, the account and the options of the API, and sees no tokens', (worker) => {
    const variables = worker.variables?.(context);
    expect(rendered('neutron.conf.hbs', variables)).toMatchObject({ database: { connection: 'mysql+pymysql://neutron:pw@db.svc/neutron' }, nova: { username: 'neutron' } });
    expect(rendered('neutron.conf.hbs', variables)['keystone_authtoken']).toBeUndefined();
    expect(rendered('ml2_conf.ini.hbs', variables)['DEFAULT']?.['global_physnet_mtu']).toBe('9000');
  });
});

test.each([{ vlanRanges: { public: ['100-199'] } }, { mtu: 100 }, { dnsServers: ['ns'] }, { servicePlugins: [] }, { projectNetworkTypes: ['vxlan'] }])('configuration refuses %j', (config) => {
  expect(neutronConfig.schema.safeParse(config).success).toBe(false);
});
