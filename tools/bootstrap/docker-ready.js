// Succeeds when the Docker engine answers the user that runs this; its argument is the socket.
import { pingEngine } from './docker-ping.js';

process.exitCode = (await pingEngine(undefined, process.argv[2])) === 'reachable' ? 0 : 1;
