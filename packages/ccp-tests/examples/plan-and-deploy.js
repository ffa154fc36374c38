// @ts-check
// Plans an environment, deploys it, and watches it until every service is ready, with the exported functions of ccp-core:
//   node packages/ccp-tests/examples/plan-and-deploy.js CCP.YAML [KEY=VALUE...]
import { CcpError, openEnvironment } from 'ccp-core';

const [, , file = 'ccp.yaml', ...sets] = process.argv;

try {
  const environment = await openEnvironment({ directory: process.cwd(), file, sets, events: progress });

  const plan = await environment.plan();
  for (const { service, action, restarts } of plan.services) console.log(`plan: ${action} ${service}, ${restarts.length} pods restart`);
  if (!plan.changes) console.log('plan: nothing to do');

  const { changed } = await environment.deploy();
  console.log(changed ? 'deployed' : 'nothing was to be deployed');

  for await (const { ready, services } of environment.watch()) {
    console.log(`status: ${services.map((service) => `${service.service} ${service.ready}/${service.wanted}`).join(', ')}`);
    if (ready) break;
  }
} catch (error) {
  if (!(error instanceof CcpError)) throw error;
  for (const fault of [error, ...error.others]) console.error(`${fault.code}: ${fault.message}\n  ${fault.hint ?? ''}`);
  process.exitCode = 1;
}

/** @param {import('ccp-core').EngineEvent} event */
function progress(event) {
  if (event.type === 'work-finished' && event.outcome === 'done') console.error(`${event.kind} ${event.name}: ${event.seconds.toFixed(1)} s`);
}
