import { shown, type VerifyFinding, type VerifyStep } from '../definition/index.ts';
import type { SecretStore } from '../engine/secrets.ts';
import type { VerificationMark } from '../engine/verified.ts';
import { identityOf } from './credentials.ts';
import { toolChecks, toolContext } from './tools.ts';
import type { Inspection, Workspace } from './workspace.ts';

/** Result of one check. */
export interface CheckResult {
  readonly check: string;
  readonly finding: string;
  readonly seconds: number;
  /** What it did one after the other; empty for a check of one step. */
  readonly steps: readonly VerifyStep[];
}

/** Which checks are run. */
export interface VerifyScope {
  /** Also those that use the cloud as a tenant does. */
  readonly thorough: boolean;
}

/**
 * Runs the checks of all components against the deployed environment, one after the other; none without an identity service, whose
 * credentials they use. Throws VERIFY_FAILED at the first that fails.
 */
export async function verify(workspace: Workspace, models: Inspection['models'], secrets: SecretStore, { thorough }: VerifyScope): Promise<CheckResult[]> {
  const identity = identityOf(models);
  if (identity === undefined) return [];
  const { admin, publicUrl } = identity;
  const access = { identityUrl: publicUrl, adminUser: admin.user, adminProject: admin.project, adminDomain: admin.domain, adminPassword: () => secrets.value(admin.password.name) };
  const results: CheckResult[] = [];
  for (const { check, section } of toolChecks(await workspace.tools())) {
    if (check.thorough === true && !thorough) continue;
    const began = performance.now();
    const about = { kind: 'check', name: check.name, title: check.title, expectedSeconds: check.expectedSeconds ?? 2 } as const;
    const found = withSteps(await shown(workspace.session.options.events, about, (step) => check.run({ ...toolContext(workspace.surroundings, section), access, step })));
    results.push({ check: check.name, ...found, seconds: Math.round((performance.now() - began) / 10) / 100 });
  }
  return results;
}

/** Runs every check, and keeps in the cluster that they succeeded; while one has not, the environment counts as never verified. Throws VERIFY_FAILED. */
export async function verifyThoroughly(workspace: Workspace, models: Inspection['models'], secrets: SecretStore, mark: VerificationMark): Promise<CheckResult[]> {
  const succeed = await mark.begin();
  const results = await verify(workspace, models, secrets, { thorough: true });
  await succeed();
  return results;
}

function withSteps(found: string | VerifyFinding): VerifyFinding {
  return typeof found === 'string' ? { finding: found, steps: [] } : found;
}
