import { run, type Stage, type Step } from 'ccp-core';
import { openstackBuilder } from './builder.ts';
import { installSet } from './install.ts';
import type { PackagedProject } from './packaged.ts';
import { openstackSource } from './source.ts';
import { pipWheel } from './wheels.ts';

/** Parts of an image that installs a project: put both into its definition. */
export interface PythonRecipe {
  readonly stages: readonly Stage[];
  readonly steps: readonly Step[];
}

/** Options of {@link python}. */
export interface PythonOptions {
  /** Folder below `/etc` that gets links to the data files which the project installs to `/opt/os/etc`. Default: none. */
  readonly configFolder?: string;
}

/**
 * Builds a project of the release from its sdist, whose hash is checked, and installs it with its locked delta beside
 * the common set. For images made from `openstackBase`.
 */
export function python(project: PackagedProject, options: PythonOptions = {}): PythonRecipe {
  const { distribution, version, sha256 } = openstackSource(project);
  const requirement = `${distribution}==${version} --hash=sha256:${sha256}`;
  const build = run(
    `
printf '%s\\n' '${requirement}' >/tmp/project.txt
${pipWheel} --no-binary :all: -r /tmp/project.txt`,
    { network: true },
  );
  const steps = [installSet(project, { requirement: `${distribution}==${version}`, stage: 'wheel' })];
  return {
    stages: [{ name: 'wheel', from: openstackBuilder, steps: [build] }],
    steps: options.configFolder === undefined ? steps : [...steps, linkConfiguration(options.configFolder)],
  };
}

/** Projects look for their data files in `/etc/<folder>` and install them below the virtual environment. */
function linkConfiguration(folder: string): Step {
  return run(`
install -d -m 0755 /etc/${folder}
find /opt/os/etc/${folder} -mindepth 1 -maxdepth 1 -exec ln -s -t /etc/${folder} {} +`);
}
