import { fileURLToPath } from 'node:url';
import { workspaceRules } from './workspace-rules.js';

export default workspaceRules(fileURLToPath(new URL('../../', import.meta.url)));
