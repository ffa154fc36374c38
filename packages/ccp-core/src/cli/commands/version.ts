import { exitCode } from '../../diagnostics/index.ts';
import { printResult, type AloneCommand } from '../command.ts';
import { table } from '../table.ts';
import { versionsOf } from '../versions.ts';

/** `ccp version`: versions of the tool, of the definition API and of the components. */
export const versionCommand: AloneCommand = {
  name: 'version',
  summary: 'Show the versions of ccp, of its definition API and of every component',
  details: 'JSON: {ccp, definitionApi, node, components: [{name, kind: base|service|tool, version}]}. Names (-o name): components. The short form is ccp --version.',
  runAlone: async (run) => {
    const versions = versionsOf(await run.packages());
    const { ccp, definitionApi, node, components } = versions;
    const head = [`ccp ${ccp}, definition API ${definitionApi}, Node.js ${node}`, ''];
    printResult(run, versions, () => [...head, table(['COMPONENT', 'KIND', 'VERSION'], components.map((item) => [item.name, item.kind, item.version]))].join('\n'));
    return exitCode.ok;
  },
};
