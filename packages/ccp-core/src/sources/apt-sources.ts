/** One entry of a host's package sources. */
export interface AptSource {
  readonly uris: readonly string[];
  readonly suites: readonly string[];
  readonly components: readonly string[];
  /** Value of `Signed-By`; empty when it is not set. */
  readonly signedBy: string;
}

/** Where the host takes Debian packages from. */
export interface DebianMirrors {
  readonly archive: string;
  readonly security?: string;
}

/** Entries for binary packages of a file in one-line format (`sources.list`). Options other than `signed-by` are left out. */
export function parseListFormat(text: string): AptSource[] {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s*([^#]*)/.exec(line);
    if (match === null) return [];
    const [, options = '', uri = '', suite = '', components = ''] = match;
    return [{ uris: [uri], suites: [suite], components: words(components), signedBy: /signed-by=(\S+)/i.exec(options)?.[1] ?? '' }];
  });
}

/** Enabled entries for binary packages of a file in deb822 format (`*.sources`). */
export function parseDeb822(text: string): AptSource[] {
  const withoutComments = text.replace(/^#.*\n?/gm, '');
  return withoutComments.split(/\n\s*\n/).flatMap((stanza) => {
    const fields = new Map<string, string>();
    for (const [, name = '', value = ''] of stanza.matchAll(/^([A-Za-z-]+):[ \t]*(.*(?:\n[ \t].*)*)/gm)) fields.set(name.toLowerCase(), value);
    const field = (name: string): string => fields.get(name) ?? '';
    if (!words(field('types')).includes('deb') || field('enabled').trim().toLowerCase() === 'no') return [];
    return [{ uris: words(field('uris')), suites: words(field('suites')), components: words(field('components')), signedBy: field('signed-by').trim() }];
  });
}

const releases = 'buster|bullseye|bookworm|trixie|forky|duke|sid|oldoldstable|oldstable|stable|testing|unstable';
const archiveSuite = new RegExp(`^(${releases})(-updates|-backports)?$`);
const securitySuite = new RegExp(`^(${releases})(-security|/updates)$`);

/**
 * The mirrors of Debian itself among `sources`; undefined when there is none, for example on other distributions. Vendors
 * name their suites like Debian's too: what has no component `main`, or a key of its own, is not Debian.
 */
export function debianMirrors(sources: readonly AptSource[]): DebianMirrors | undefined {
  const debian = sources.filter((source) => source.components.includes('main') && /^(.*debian-archive.*)?$/s.test(source.signedBy));
  const first = (suite: RegExp): string | undefined =>
    debian.find((source) => source.suites.some((name) => suite.test(name)) && source.uris.some(isRemote))?.uris.find(isRemote);
  const archive = first(archiveSuite);
  const security = first(securitySuite);
  if (archive === undefined) return undefined;
  return { archive, ...(security === undefined ? {} : { security }) };
}

/** Lines for a release in one-line format: the release, its updates and security fixes. */
export function releaseLines(suite: string, mirrors: DebianMirrors): string[] {
  const security = mirrors.security === undefined ? [] : [`deb ${mirrors.security} ${suite}-security main`];
  return [`deb ${mirrors.archive} ${suite} main`, `deb ${mirrors.archive} ${suite}-updates main`, ...security];
}

/** Line for the backports of a release. */
export function backportsLine(suite: string, mirrors: DebianMirrors): string {
  return `deb ${mirrors.archive} ${suite}-backports main`;
}

function isRemote(uri: string): boolean {
  return /^https?:/.test(uri);
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
