import { run, type Stage, type Step } from 'ccp-core';
import { openstackBuilder } from './builder.ts';
import { installSet } from './install.ts';
import type { PackagedProject } from './packaged.ts';
import { lockFile } from './locks.ts';

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
 * Builds the image's `source` (see `openstackSource`), from its sdist, whose hash is checked, or from what configuration gives
 * instead, with the patches for it, and installs it with the locked delta of `project` beside the common set. A requirement that
 * the locks do not meet fails the build. For images made from `openstackBase`.
 */
export function python(project: PackagedProject, options: PythonOptions = {}): PythonRecipe {
  const steps = [installSet(project, 'wheel')];
  return {
    stages: [{ name: 'wheel', from: openstackBuilder, steps: [makeSourceWheel(project), checkRequirements(project)] }],
    steps: options.configFolder === undefined ? steps : [...steps, linkConfiguration(options.configFolder)],
  };
}

function makeSourceWheel(project: PackagedProject): Step {
  return run(`# Build the wheel of ${project}\nsh /run/make-source-wheel.sh`, {
    network: true,
    mounts: [
      { kind: 'context', source: new URL('../image/make-source-wheel.sh', import.meta.url), target: '/run/make-source-wheel.sh' },
      { kind: 'source', target: '/run/source' },
    ],
  });
}

/** Before anything is installed, so that the message is about the requirement and not about an import that fails later. */
function checkRequirements(project: PackagedProject): Step {
  const locks = ['common', project] as const;
  return run(`# Check the requirements of ${project} against the locks\n/opt/build/bin/python /run/check-requirements.py /wheels/*.whl ${locks.map((set) => `/run/locks/${set}.txt`).join(' ')}`, {
    mounts: [
      { kind: 'context', source: new URL('../image/check-requirements.py', import.meta.url), target: '/run/check-requirements.py' },
      ...locks.map((set) => ({ kind: 'context', source: lockFile(set), target: `/run/locks/${set}.txt` }) as const),
    ],
  });
}

/** Projects look for their data files in `/etc/<folder>` and install them below the virtual environment. */
function linkConfiguration(folder: string): Step {
  return run(`
install -d -m 0755 /etc/${folder}
find /opt/os/etc/${folder} -mindepth 1 -maxdepth 1 -exec ln -s -t /etc/${folder} {} +`);
}
