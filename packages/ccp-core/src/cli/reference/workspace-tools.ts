import { findComponents, loadComponents } from '../../catalog/index.ts';
import type { ToolModule } from '../../definition/index.ts';
import { loadTools } from '../tools.ts';

/** The tool modules of all components of a workspace, by the names of their packages. */
export async function workspaceTools(directory: string): Promise<ToolModule[]> {
  const tools = await loadTools(await loadComponents(await findComponents(directory)));
  return tools.map(({ module }) => module);
}
