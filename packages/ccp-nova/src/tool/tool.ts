import type { ToolModule } from 'ccp-core';
import { instanceCheck } from './instance-check.ts';
import { nodeServers } from './node-servers.ts';
import { serverCleaner } from './server-cleaner.ts';
import { testVmsCreate, testVmsDestroy } from './test-vms.ts';

/** What this package adds to the command line. */
export const tool: ToolModule = { commands: [testVmsCreate, testVmsDestroy], checks: [instanceCheck], cleaners: [serverCleaner], residents: [nodeServers] };
