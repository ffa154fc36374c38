import { configurationSchema } from '../../config/index.ts';
import { exitCode } from '../../diagnostics/index.ts';
import { composeCatalog, loadComponents } from '../../catalog/index.ts';
import type { AloneCommand } from '../command.ts';
import { printResult } from '../output.ts';
import { sectionSchemas } from '../session-check.ts';

/** `ccp config schema`: what may stand in the configuration, for editors. */
export const configSchemaCommand: AloneCommand = {
  name: 'config schema',
  summary: 'Print the JSON Schema of ccp.yaml for the installed components, for editors',
  details: `Store it and name it in the first line of ccp.yaml:  # yaml-language-server: $schema=ccp.schema.json
JSON and table: the schema, draft 2020-12. Names (-o name): sections.`,
  runAlone: async (run) => {
    const { catalog } = composeCatalog(await loadComponents(await run.packages()));
    const services = new Map([...catalog.services].map(([name, { definition }]) => [name, definition.config.schema]));
    const schema = configurationSchema(services, sectionSchemas(catalog));
    printResult(run, schema, () => JSON.stringify(schema, null, 2), Object.keys(schema.properties ?? {}));
    return exitCode.ok;
  },
};
