import type { ToolModule } from 'ccp-core';
import { imageCleaner } from './image-cleaner.ts';

/** What this package adds to the command line. */
export const tool: ToolModule = { cleaners: [imageCleaner] };
