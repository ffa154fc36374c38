#!/bin/sh
# make-guest.sh ROOT OUTPUT: makes OUTPUT, a whole disk (MBR, one FAT partition, syslinux) that boots the Linux kernel of Debian's
# cloud images with the files of ROOT and busybox in its memory. Needs neither mounts nor privileges, and writes the same bytes each
# time: fixed times, fixed ids, files in the order of their names.
set -eu
root=$1
output=$2
work=/tmp/guest
mkdir -p "$work/kernel" "$work/initramfs"
cd "$work"

# The package is fetched and unpacked; installing it would make an initramfs for this container.
package=$(apt-cache depends linux-image-cloud-amd64 | sed -n 's/^ *Depends: \(linux-image-.*\)$/\1/p' | head -n 1)
apt-get -q download -o APT::Sandbox::User=root "$package"
dpkg-deb --extract "$package"_*.deb kernel
modules=$(find kernel -type d -path '*/lib/modules/*-cloud-amd64')

cp -R "$root/." initramfs/
mkdir -p initramfs/bin initramfs/dev initramfs/proc initramfs/sys initramfs/tmp initramfs/run initramfs/lib/modules
cp /usr/bin/busybox initramfs/bin/busybox
ln -s /bin/busybox initramfs/init

# In the order in which they are loaded; what this kernel has built in has no file.
for module in failover net_failover virtio_net virtio_blk af_packet evdev button; do
  file=$(find "$modules" -name "$module.ko*")
  case $file in
    *.ko.xz) xz -dc "$file" ;;
    *.ko) cat "$file" ;;
    *) continue ;;
  esac >"initramfs/lib/modules/$module.ko"
  echo "$module" >>initramfs/lib/modules/order
done

find . -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
(cd initramfs && find . -mindepth 1 | LC_ALL=C sort | cpio --quiet --create --format newc --reproducible --owner 0:0) | gzip -9n >initramfs.gz
cp kernel/boot/vmlinuz-* vmlinuz
cat >syslinux.cfg <<END
DEFAULT guest
LABEL guest
  KERNEL vmlinuz
  INITRD initramfs.gz
  APPEND console=tty0 console=ttyS0,115200n8 quiet loglevel=3 panic=10 rdinit=/init
END
touch -d "@$SOURCE_DATE_EPOCH" vmlinuz initramfs.gz syslinux.cfg

# The partition begins at 1 MiB and is as large as its files, with 1 MiB for the file system and what starts it.
start=2048
used=$(stat -c %s vmlinuz initramfs.gz | awk '{ sum += $1 } END { print int(sum / 1048576) + 2 }')
truncate -s "$((used + 1))M" disk.raw
printf 'label: dos\nlabel-id: 0x63637001\nstart=%d, type=e, bootable\n' "$start" | sfdisk --quiet disk.raw
dd if=/usr/lib/syslinux/mbr/mbr.bin of=disk.raw conv=notrunc bs=440 count=1 status=none
mkfs.fat --invariant -F 16 -n CCPGUEST -i 63637001 --offset "$start" disk.raw "$((used * 1024))" >/dev/null
export MTOOLS_SKIP_CHECK=1
mcopy -m -i "disk.raw@@$((start * 512))" vmlinuz initramfs.gz syslinux.cfg ::/
syslinux --install --offset "$((start * 512))" disk.raw

mkdir -p "$(dirname "$output")"
qemu-img convert -f raw -O qcow2 -c disk.raw "$output"
qemu-img check -q "$output"
stat -c '%n %s' vmlinuz initramfs.gz disk.raw "$output"
