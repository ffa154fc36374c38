/** Where the host's certificates and package source settings are mounted during network steps. */
export const hostSettingsTarget = '/run/ccp-build';

/** Folder of the build context that is mounted there; no part of any key. */
export const hostSettingsFolder = '.ccp-build';

/** Mount of the host's settings into one RUN. */
export const hostSettingsMount = `type=bind,source=${hostSettingsFolder},target=${hostSettingsTarget}`;

/**
 * Time that tools write instead of the current one (https://reproducible-builds.org/specs/source-date-epoch/):
 * 2026-01-01. Python's compilers write hash-based pyc files when it is set.
 */
export const sourceDateEpoch = 1_767_225_600;

/** Script of a `run` step. Its first line is what progress shows. */
export function runScript(script: string, network: boolean, suite: string | undefined): string {
  return [
    `# ${summary(script)}`,
    ...(network ? networkPrelude(suite) : []),
    `export SOURCE_DATE_EPOCH=${sourceDateEpoch}`,
    clampBegin,
    script,
    clampEnd,
  ].join('\n');
}

/** In the script of every step of every image, and so in what engines tell of their build caches. */
export const buildStepMark = 'ccp_began=';

const clampBegin = `${buildStepMark}$(date +%s)`;

/**
 * Gives everything that the step wrote one time, so that the layer is the same whenever it is built. Only what is new:
 * touching files of earlier layers would copy them. A minute of grace covers folders that the engine made just before.
 */
const clampEnd =
  'find / -xdev -newermt "@$((ccp_began - 60))" ! -path /etc/hosts ! -path /etc/hostname ! -path /etc/resolv.conf ' +
  `-exec touch -h -d @${sourceDateEpoch} {} + 2>/dev/null || true`;

/**
 * Script of an `apt` step. What changes the result stands here and so in the key; what only says where packages come
 * from stands in the mounted files.
 */
export function aptScript(packages: readonly string[], suite: string, backports: boolean): string {
  const options = [
    '-o APT::Install-Recommends=false',
    '-o APT::Install-Suggests=false',
    '-o Dpkg::Use-Pty=0',
    '-o Dpkg::Options::=--force-confnew',
    ...['doc', 'man', 'info', 'locale'].map((folder) => `-o Dpkg::Options::=--path-exclude=/usr/share/${folder}/*`),
    '-o Dpkg::Options::=--path-include=/usr/share/doc/*/copyright',
    ...(backports ? [`-t ${suite}-backports`] : []),
  ];
  return [
    `# apt: ${packages.join(' ')}`,
    ...networkPrelude(suite),
    `export SOURCE_DATE_EPOCH=${sourceDateEpoch} DEBIAN_FRONTEND=noninteractive`,
    clampBegin,
    // Without it postinst scripts may start the daemons that they install.
    "printf '#!/bin/sh\\nexit 101\\n' >/usr/sbin/policy-rc.d",
    'chmod 0755 /usr/sbin/policy-rc.d',
    'apt-get -q update -o APT::Update::Error-Mode=any',
    `apt-get -q install --yes ${options.join(' ')} ${packages.join(' ')}`,
    'rm -f /usr/sbin/policy-rc.d /var/cache/ldconfig/aux-cache /var/cache/debconf/*-old /var/lib/dpkg/*-old',
    'rm -f /etc/passwd- /etc/group- /etc/shadow- /etc/gshadow-',
    'find /var/log -type f -delete',
    'rm -rf /var/log/apt',
    clampEnd,
  ].join('\n');
}

function networkPrelude(suite: string | undefined): string[] {
  const apt = suite === undefined ? [] : [`export APT_CONFIG=${hostSettingsTarget}/apt/${suite}.conf`];
  return [`. ${hostSettingsTarget}/env`, ...apt];
}

/** The comment that a script begins with, else its first line that does something; at most 72 characters. */
function summary(script: string): string {
  const lines = script.trim().split('\n').map((line) => line.trim());
  const comment = /^#+\s*(\S.*)$/.exec(lines[0] ?? '')?.[1];
  const told = comment ?? lines.find((line) => line !== '' && !line.startsWith('#') && !/^(set|export|cd|umask) /.test(line)) ?? lines[0] ?? '';
  return told.length > 72 ? `${told.slice(0, 71)}…` : told;
}
