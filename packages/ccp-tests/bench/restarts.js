// How many of 10 pings per second to a guest's floating IP are lost while what it depends on is replaced.
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { connectDocker } from 'ccp-core';

/* global AbortController */

/** What is replaced, and what is expected of it. */
const workloads = ['nova-compute', 'libvirt', 'ovn-controller', 'openvswitch-db', 'neutron-ovn-agent', 'ovn-nb', 'ovn-sb', 'ovn-northd', 'openvswitch-vswitchd'];
const seconds = 20;

/**
 * @typedef {(...args: string[]) => Promise<string>} Run Runs ccp and returns its stdout.
 */

/**
 * Makes a guest that can be reached, and measures.
 *
 * @param {Run} run
 * @param {string} namespace
 */
export async function measureRestarts(run, namespace) {
  await run('test-vms', 'create', '--external', 'ext-net');
  const project = JSON.parse(await run('openstack', 'project', 'show', 'admin', '-f', 'json')).id;
  const [group] = JSON.parse(await run('openstack', 'security', 'group', 'list', '--project', project, '-f', 'json'));
  // One that was interrupted has made it already.
  await run('openstack', 'security', 'group', 'rule', 'create', '--proto', 'icmp', group.ID).catch(() => undefined);
  const images = JSON.parse(await run('images', 'list', '-o', 'json'));
  const image = images.find((/** @type {{ name: string }} */ each) => each.name === 'nova-compute').reference;
  const [floating] = JSON.parse(await run('openstack', 'floating', 'ip', 'list', '-f', 'json'));
  const address = floating['Floating IP Address'];
  await untilAnswers(image, address);
  const rows = [];
  for (const workload of workloads) {
    const counting = ping(image, address, seconds * 10);
    await pause(2000);
    await run('kubectl', '-n', namespace, 'delete', 'pod', '--wait=false', '-l', `ccp.io/workload=${workload}`);
    const { sent, received } = await counting;
    rows.push({ replaced: workload, sent, lost: sent - received, 'seconds without an answer': (sent - received) / 10 });
    await run('kubectl', '-n', namespace, 'wait', 'pod', '--for=condition=Ready', '--timeout=120s', '-l', `ccp.io/workload=${workload}`);
  }
  await run('test-vms', 'destroy');
  return rows;
}

/** @param {string} image @param {string} address */
async function untilAnswers(image, address) {
  for (let tries = 0; tries < 60; tries++) if ((await ping(image, address, 1)).received === 1) return;
  throw new Error(`${address} does not answer`);
}

/** @param {string} image @param {string} address @param {number} count */
async function ping(image, address, count) {
  const stdout = new PassThrough();
  const said = text(stdout);
  await connectDocker().run({ image, entrypoint: ['/usr/bin/ping'], command: ['-n', '-q', '-i', '0.1', '-W', '1', '-c', String(count), address], network: 'host', stdout, stderr: new PassThrough().resume(), signal: new AbortController().signal });
  stdout.end();
  const [, sent = 0, received = 0] = /(\d+) packets transmitted, (\d+) received/.exec(await said) ?? [];
  return { sent: Number(sent), received: Number(received) };
}
