import { findComponents } from '../../catalog/index.ts';
import type { ComponentDefinition, ImageUser } from '../../definition/index.ts';
import { withDependencies } from '../golden.ts';
import { checkContract } from './component-contract.ts';
import type { ContractFault } from './finding.ts';

/** What several components must share out among themselves. */
interface Claim {
  readonly package: string;
  readonly definition: string;
  /** What it wants for itself, for example `node port 30500`. */
  readonly wants: string;
}

/**
 * {@link checkContract} for every component that `ccp` finds in the workspace `root`, and what only shows between them: names of
 * images and services, default node ports and host names, and account numbers are taken once.
 */
export async function checkWorkspace(root: string): Promise<ContractFault[]> {
  const faults: ContractFault[] = [];
  const claims: Claim[] = [];
  // One after the other: module loaders of test runners trip over imports that share dependencies.
  for (const { name, directory } of await findComponents(root)) {
    faults.push(...(await checkContract(directory)));
    const [own] = await withDependencies(directory);
    if (own !== undefined) claims.push(...claimsOf(name, own.definition));
  }
  return [...faults, ...clashes(claims)];
}

function claimsOf(name: string, { images, services = [] }: ComponentDefinition): Claim[] {
  const accounts = images.flatMap(({ name: image, user }) => (user === undefined ? [] : [{ package: name, definition: `image ${image}`, wants: accountOf(user) }]));
  return [
    ...images.map((image) => ({ package: name, definition: `image ${image.name}`, wants: `the image name ${image.name}` })),
    ...accounts,
    ...services.flatMap((service) => [
      { package: name, definition: `service ${service.name}`, wants: `the service name ${service.name}` },
      ...Object.entries(service.ports({ config: service.config.schema.safeParse({}).data }))
        .flatMap(([port, { nodePort, ingress }]) => [nodePort === undefined ? [] : `node port ${nodePort}`, ingress === undefined ? [] : `the host name ${ingress}`].flat().map((wants) => ({ package: name, definition: `service ${service.name}, port ${port}`, wants }))),
    ]),
  ];
}

function accountOf({ id, name }: ImageUser): string {
  return `account ${id}:${name}`;
}

function clashes(claims: readonly Claim[]): ContractFault[] {
  return claims.flatMap((claim, index) => {
    const earlier = claims.slice(0, index).find((other) => excludes(other.wants, claim.wants));
    if (earlier === undefined) return [];
    return [{ package: claim.package, definition: claim.definition, problem: `it wants ${claim.wants}, and ${earlier.definition} of ${earlier.package} has ${earlier.wants}`, hint: 'Choose another.' }];
  });
}

/** Accounts may be shared by images, but a number means one name everywhere. */
function excludes(first: string, second: string): boolean {
  const account = /^account (\d+):/;
  const number = account.exec(first)?.[1];
  return number === undefined ? first === second : first !== second && number === account.exec(second)?.[1];
}
