import { apiVersion } from '../../catalog/index.ts';
import { exitCode } from '../../diagnostics/index.ts';
import { printResult, type AloneCommand } from '../command.ts';
import { table } from '../table.ts';
import { ownVersion } from '../versions.ts';

/** `ccp version`: versions of the tool, of the definition API and of the components. */
export const versionCommand: AloneCommand = {
  name: 'version',
  summary: 'Show the versions of ccp, of its definition API and of every component',
  details: 'JSON: {ccp, definitionApi, node, components: [{name, kind: base|service|tool, version}]}. Names (-o name): components. The short form is ccp --version.',
  runAlone: async (run) => {
    const components = (await run.packages()).map(({ name, kind, version }) => ({ name, kind, version }));
    const versions = { ccp: ownVersion(), definitionApi: apiVersion, node: process.versions.node, components };
    const head = [`ccp ${versions.ccp}, definition API ${versions.definitionApi}, Node.js ${versions.node}`, ''];
    printResult(run, versions, () => [...head, table(['COMPONENT', 'KIND', 'VERSION'], components.map((item) => [item.name, item.kind, item.version]))].join('\n'));
    return exitCode.ok;
  },
};
