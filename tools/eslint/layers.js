/**
 * Layers of ccp-core/src, from the leaves upwards: a folder may import folders of its own row (where `mutual`) and
 * of the rows above it in this list, never of the rows below.
 */
export const coreLayers = [
  { folders: ['definition', 'graph', 'diagnostics', 'capabilities'], mutual: true },
  { folders: ['config', 'catalog'], mutual: true },
  { folders: ['plan', 'render'], mutual: true },
  { folders: ['engine'], mutual: true },
  { folders: ['docker', 'kubernetes', 'sources'], mutual: false },
  { folders: ['report'], mutual: true },
  { folders: ['cli'], mutual: true },
];

/** What an adapter may import besides the leaves: the contracts that it fulfils, with the plain data that they hand over. */
const contracts = ['./contracts.ts', './cluster-contract.ts'];

/**
 * Zones for `import-x/no-restricted-paths`.
 *
 * @param {string} source Folder of ccp-core's sources, relative to the workspace.
 */
export function coreZones(source) {
  return coreLayers.flatMap((layer, rank) => layer.folders.flatMap((folder) => zonesOf(source, folder, rank)));
}

/** @param {string} source @param {string} folder @param {number} rank */
function zonesOf(source, folder, rank) {
  const { mutual, folders } = coreLayers[rank];
  const later = coreLayers.slice(rank + 1).flatMap((layer) => layer.folders);
  const siblings = mutual ? [] : folders.filter((other) => other !== folder);
  const zones = [...later, ...siblings, 'testing'].map((from) => ({
    target: `${source}/${folder}`,
    from: `${source}/${from}`,
    message: `${folder} may not import ${from}: imports point from the command line to the definitions, never back.`,
  }));
  return mutual ? zones : [...zones, ...doorsOf(source, folder)];
}

/** Adapters see the rest of core only through the contracts of the engine. */
function doorsOf(source, folder) {
  const message = `Adapters meet core only through ${contracts.map((file) => `engine/${file.slice(2)}`).join(' and ')}.`;
  const closed = ['config', 'catalog', 'plan', 'render'].map((from) => ({ target: `${source}/${folder}`, from: `${source}/${from}`, message }));
  return [...closed, { target: `${source}/${folder}`, from: `${source}/engine`, except: contracts, message }];
}

/** Which kinds of packages each kind may import. `service` does not name itself: services meet by capabilities. */
const importable = {
  core: [],
  base: ['core', 'base'],
  service: ['core', 'base'],
  tool: ['core', 'base'],
  tests: ['core', 'base', 'service', 'tool'],
};

/**
 * Names of the workspace's packages that a package of `kind` may not import.
 *
 * @param {string} kind Kind of the importing package.
 * @param {ReadonlyArray<{name: string, kind: string}>} packages All packages.
 */
export function forbiddenPackages(kind, packages) {
  const allowed = importable[kind];
  if (allowed === undefined) throw new Error(`unknown kind of package: ${kind}`);
  return packages.filter((candidate) => !allowed.includes(candidate.kind)).map((candidate) => candidate.name);
}
