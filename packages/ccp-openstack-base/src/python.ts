import { run, type Stage, type Step } from 'ccp-core';
import { openstackBuilder } from './builder.ts';
import { installSet } from './install.ts';
import type { PackagedProject } from './packaged.ts';
import { makeWheels } from './wheels.ts';

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
 * Builds the image's `source` (see `openstackSource`) from its sdist, whose hash is checked, and installs it with the
 * locked delta of `project` beside the common set. For images made from `openstackBase`.
 */
export function python(project: PackagedProject, options: PythonOptions = {}): PythonRecipe {
  const build = makeWheels(
    (start) => `
# Build the wheel of ${project}
printf '%s==%s --hash=sha256:%s\\n' "$CCP_SOURCE_DISTRIBUTION" "$CCP_SOURCE_VERSION" "$CCP_SOURCE_SHA256" >/tmp/source.txt
${start} /tmp/source.txt --no-binary :all:`,
  );
  const steps = [installSet(project, 'wheel')];
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
