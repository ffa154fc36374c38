import { copy, type Step } from 'ccp-core';

/**
 * From here on packages are unpacked without their headers, in this image and in all that are made from it. Goes before the
 * `apt` step of a package that brings some for others to compile against (iproute2, perl); never into what builders are made from.
 */
export const noHeaders: Step = copy(new URL('../image/dpkg-no-headers.cfg', import.meta.url), '/etc/dpkg/dpkg.cfg.d/ccp-no-headers');
