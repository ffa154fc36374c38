import type { ToolModule } from 'ccp-core';
import { instanceCheck } from './instance-check.ts';

/** What this package adds to the command line. */
export const tool: ToolModule = { checks: [instanceCheck] };
