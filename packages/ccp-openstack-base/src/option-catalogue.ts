import { optionCatalogueFile, run, type Step } from 'ccp-core';

const target = '/run/option-catalogue.py';

/** What oslo-config-generator does not know of a project. */
export interface OptionCatalogueOptions {
  /** Sections in which further options may stand that nobody can list, for example those of plug-ins. Default: none. */
  readonly free?: readonly string[];
  /** Options that may stand in any section. Default: none. */
  readonly everywhere?: readonly string[];
}

/**
 * A step that writes the option catalogue of an image: every option that the configuration files of its project may
 * hold, as oslo-config-generator tells it for `namespaces` (those of the project's own sample file). Put it after the
 * steps of `python`.
 */
export function optionCatalogue(namespaces: readonly string[], { free = [], everywhere = [] }: OptionCatalogueOptions = {}): Step {
  const flags = [...free.map((name) => `--free ${name}`), ...everywhere.map((name) => `--everywhere ${name}`), ...namespaces.map((name) => `--namespace ${name}`)];
  const folder = optionCatalogueFile.slice(0, optionCatalogueFile.lastIndexOf('/'));
  return run(`# Collect the options\ninstall -d -m 0755 ${folder}\npython ${target} ${flags.join(' ')} >${optionCatalogueFile}`, {
    mounts: [{ kind: 'context', source: new URL('../image/option-catalogue.py', import.meta.url), target }],
  });
}
