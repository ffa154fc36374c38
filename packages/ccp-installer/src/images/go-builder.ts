import { aptBackports, defineImage } from 'ccp-core';
import { debianBase } from 'ccp-debian-base';
import { versions } from '../versions.ts';

/** The Go compiler; only stages use it. It never replaces itself by a toolchain from the network. */
export const goBuilder = defineImage({
  name: 'go-builder',
  title: 'Go compiler of Debian backports',
  version: versions.go,
  licenses: 'BSD-3-Clause',
  from: debianBase,
  steps: [aptBackports(`golang-${versions.go}-go`)],
  shipped: false,
  env: {
    CGO_ENABLED: '0',
    GOCACHE: '/var/cache/go/build',
    GOFLAGS: '-mod=readonly -buildvcs=false -trimpath',
    GOMODCACHE: '/var/cache/go/modules',
    GOTOOLCHAIN: 'local',
    PATH: `/usr/lib/go-${versions.go}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
  },
  expectedSeconds: 30,
});
