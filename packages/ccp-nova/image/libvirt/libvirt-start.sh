#!/bin/sh
# Starts libvirt on its node. The process is libvirtd itself: it must be told to end, not a shell.
set -eu
install -d -m 0755 /run/libvirt /var/lib/libvirt /var/log/libvirt/qemu /etc/libvirt/qemu /var/lib/nova

# The emulator's files on the node, one folder for each version of the image, because guests read them after the image is gone.
files=/var/lib/nova/emulator/$(cat /usr/share/ccp/emulator-version)
if [ ! -d "$files" ]; then
  unfinished=$files.unfinished
  rm -rf "$unfinished"
  install -d "$unfinished"
  cp -R --dereference /usr/share/qemu "$unfinished/share"
  for extra in /usr/share/seabios /usr/lib/ipxe/qemu; do
    [ ! -d "$extra" ] || cp -R --dereference "$extra/." "$unfinished/share/"
  done
  mkdir "$unfinished/modules"
  cp -R /usr/lib/*-linux-gnu/qemu/. "$unfinished/modules/"
  mv "$unfinished" "$files"
fi

# How guests can be run is tried once after each start of the node.
if [ ! -s /run/libvirt/ccp-virt-type ]; then
  probe-kvm >/run/libvirt/ccp-virt-type.unfinished
  mv /run/libvirt/ccp-virt-type.unfinished /run/libvirt/ccp-virt-type
fi

# A daemon that was killed leaves its file, and the next one refuses to start beside it.
rm -f /run/libvirt/libvirtd.pid /run/libvirtd.pid
exec libvirtd
