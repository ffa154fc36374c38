import type { ToolModule } from 'ccp-core';
import { connectCloud } from './cloud.ts';
import { openstackCommand } from './openstack-command.ts';
import { tokenCheck } from './token-check.ts';

/** What this package adds to the command line. */
export const tool: ToolModule = { commands: [openstackCommand], checks: [tokenCheck], cloud: connectCloud };
