import { shown } from '../definition/index.ts';
import { identityOf } from './credentials.ts';
import type { Inspection, Workspace } from './workspace.ts';
import type { SecretStore } from '../engine/secrets.ts';
import { toolChecks, toolContext } from './tools.ts';

/** Result of one check. */
export interface CheckResult {
  readonly check: string;
  readonly finding: string;
  readonly seconds: number;
}

/**
 * Runs the checks of all components against the deployed environment, one after the other; none without an identity service, whose
 * credentials they use. Throws VERIFY_FAILED at the first that fails.
 */
export async function verify(workspace: Workspace, models: Inspection['models'], secrets: SecretStore): Promise<CheckResult[]> {
  const identity = identityOf(models);
  if (identity === undefined) return [];
  const { admin, publicUrl } = identity;
  const access = { identityUrl: publicUrl, adminUser: admin.user, adminProject: admin.project, adminDomain: admin.domain, adminPassword: () => secrets.value(admin.password.name) };
  const results: CheckResult[] = [];
  for (const { check, section } of toolChecks(await workspace.tools())) {
    const began = performance.now();
    const context = { ...toolContext(workspace.surroundings, section), access };
    const finding = await shown(workspace.session.options.events, { kind: 'check', name: check.name, title: check.title, expectedSeconds: 2 }, () => check.run(context));
    results.push({ check: check.name, finding, seconds: Math.round((performance.now() - began) / 10) / 100 });
  }
  return results;
}
