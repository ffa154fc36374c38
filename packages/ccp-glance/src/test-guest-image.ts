import { apt, copyFrom, defineImage, run, type Stage } from 'ccp-core';
import { debianBase } from 'ccp-debian-base';
import { users } from 'ccp-entrypoint';
import { imageUploadImage, uploadCommand } from './upload-image.ts';

/** Where the disk lies in the image. */
export const testGuestFile = '/usr/share/ccp/images/test-guest.qcow2';

const disk: Stage = {
  name: 'disk',
  from: debianBase,
  steps: [
    apt('busybox-static', 'cpio', 'dosfstools', 'fdisk', 'mtools', 'qemu-utils', 'syslinux', 'syslinux-common', 'xz-utils'),
    run(
      `
# Make the disk of the test guest
apt-get -q update
sh /run/guest/make-guest.sh /run/guest/root ${testGuestFile}`,
      { network: true, mounts: [{ kind: 'context', source: 'guest/', target: '/run/guest' }] },
    ),
  ],
};

/**
 * A whole disk with a Linux that tells on its console what a cloud gave it, and the program that uploads it: Debian's cloud kernel
 * and busybox, booted from its own boot sector as any guest is.
 */
export const testGuestImage = defineImage({
  name: 'test-guest',
  title: 'A small Linux to try clouds with, and what uploads it to Glance',
  licenses: 'GPL-2.0-only AND Apache-2.0',
  from: imageUploadImage,
  stages: [disk],
  steps: [copyFrom('disk', testGuestFile, testGuestFile)],
  user: users.node,
  command: uploadCommand,
  expectedSeconds: 40,
});
