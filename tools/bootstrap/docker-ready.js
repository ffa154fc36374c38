// Succeeds when the Docker engine answers the user that runs this.
import { pingEngine } from './docker-ping.js';

process.exitCode = (await pingEngine()) === 'reachable' ? 0 : 1;
