import { apt, copy, debianRoot, defineImage } from 'ccp-core';

/**
 * The root of every shipped image: Debian trixie with the certificates of public authorities, tini as init, UTC and
 * UTF-8, and without what only people at a terminal need (manuals, translations).
 */
export const debianBase = defineImage({
  name: 'debian-base',
  title: 'Debian trixie with tini, as the base of all images',
  from: debianRoot('trixie', ['ca-certificates']),
  steps: [
    copy('image/dpkg-excludes.cfg', '/etc/dpkg/dpkg.cfg.d/ccp-excludes'),
    copy('image/apt-minimal.conf', '/etc/apt/apt.conf.d/90ccp-minimal'),
    apt('tini'),
  ],
  root: { reason: 'Only a base: every image made from it names its own account.' },
  env: { LANG: 'C.UTF-8', TZ: 'UTC' },
  entrypoint: ['/usr/bin/tini', '--'],
  expectedSeconds: 20,
});
