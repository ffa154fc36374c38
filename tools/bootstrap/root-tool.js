import { succeeds } from './command.js';
import { readDistribution } from './distribution.js';
import { thisHost } from './host.js';
import { say } from './step.js';

/** Says at the very beginning what building the first image would say after minutes. ccp installs the tool itself on Debian and Ubuntu. */
export async function sayWhenRootToolIsMissing(host = thisHost) {
  if (readDistribution(host.osRelease).debianLike || (await succeeds(['mmdebstrap', '--version']))) return;
  say('There is no mmdebstrap, with which ccp makes the Debian root of its images. Install it, or let `builder.debianReference` in ccp.yaml name a Debian image that the engine can pull.');
}
