import { apt, copy, copyFrom, defineImage, run } from 'ccp-core';
import { debianBase, noHeaders } from 'ccp-debian-base';

/**
 * libvirt and QEMU as Debian builds them. The emulator's place is taken by a program of ours, which starts the real one outside the
 * pod's control groups. A kernel and one program come along, to try whether the node can run guests with KVM.
 */
export const libvirtImage = defineImage({
  name: 'libvirt',
  title: 'libvirt with QEMU',
  version: '11.3',
  licenses: 'LGPL-2.1-or-later AND GPL-2.0-only',
  from: debianBase,
  stages: [
    {
      name: 'probe',
      from: debianBase,
      steps: [
        apt('busybox-static', 'cpio'),
        run(
          `
# A kernel and a first program that says that it runs
cd /tmp
apt-get --quiet update
apt-get download "$(apt-cache depends linux-image-cloud-amd64 | sed -n 's/.*Depends: \\(linux-image-[0-9].*\\)/\\1/p' | head -n 1)"
dpkg -x linux-image-*.deb kernel
install -D -m 0644 kernel/boot/vmlinuz-* /opt/probe/kernel
mkdir -p root/bin root/dev
cp /bin/busybox root/bin/
printf '#!/bin/busybox sh\\n/bin/busybox mount -t devtmpfs d /dev\\necho ccp-guest-runs >/dev/ttyS0\\n/bin/busybox poweroff -f\\n' >root/init
chmod 0755 root/init
find root -exec touch --date=@0 {} +
(cd root && find . | LC_ALL=C sort | cpio --create --format=newc --reproducible --quiet | gzip -9n) >/opt/probe/initramfs`,
          { network: true },
        ),
      ],
    },
  ],
  steps: [
    noHeaders,
    apt(
      'dmidecode',
      'iproute2',
      'ipxe-qemu',
      'kmod',
      'libvirt-clients',
      'libvirt-daemon',
      'libvirt-daemon-driver-nodedev',
      'libvirt-daemon-driver-qemu',
      'libvirt-daemon-driver-secret',
      'libvirt-daemon-driver-storage',
      'openvswitch-common',
      'procps',
      'qemu-system-x86',
      'qemu-utils',
      'seabios',
    ),
    copyFrom('probe', '/opt/probe/', '/usr/share/ccp/probe/'),
    copy('image/libvirt/libvirtd.conf', '/etc/libvirt/libvirtd.conf'),
    copy('image/libvirt/qemu.conf', '/etc/libvirt/qemu.conf'),
    copy('image/libvirt/emulator.sh', '/usr/local/bin/emulator', { mode: '0755' }),
    copy('image/libvirt/probe-kvm.sh', '/usr/local/bin/probe-kvm', { mode: '0755' }),
    copy('image/libvirt/libvirt-start.sh', '/usr/local/bin/libvirt-start', { mode: '0755' }),
    run(`
# libvirt takes the emulator from this path
mv /usr/bin/qemu-system-x86_64 /usr/bin/qemu-system-x86_64.real
ln -s /usr/local/bin/emulator /usr/bin/qemu-system-x86_64
dpkg-query --show --showformat='\${Version}\\n' qemu-system-common | tr -c 'A-Za-z0-9.\\n' '-' >/usr/share/ccp/emulator-version
rm -rf /etc/libvirt/qemu/networks /var/lib/libvirt/images`),
  ],
  root: { reason: 'It starts guests, which need devices and control groups of the node.' },
  command: ['libvirt-start'],
  expectedSeconds: 40,
});
