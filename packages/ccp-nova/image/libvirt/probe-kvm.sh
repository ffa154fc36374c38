#!/bin/sh
# Prints how guests can be run here: `kvm` when a Linux really starts with it, else `qemu`. The device alone says little: there are
# hosts whose KVM stops at the first instruction that it does not know.
set -u
if [ -c /dev/kvm ]; then
  said=$(timeout 30 /usr/bin/qemu-system-x86_64.real -accel kvm -cpu host -m 192 -nodefaults -no-reboot -display none -serial stdio \
    -kernel /usr/share/ccp/probe/kernel -initrd /usr/share/ccp/probe/initramfs -append 'console=ttyS0 panic=-1' </dev/null 2>&1)
  case "$said" in
  *ccp-guest-runs*)
    echo kvm
    exit 0
    ;;
  esac
  printf 'A guest does not start with KVM here, so guests are emulated. What it said last:\n%s\n' "$(printf '%s' "$said" | tail -n 3)" >&2
else
  echo 'There is no /dev/kvm here, so guests are emulated.' >&2
fi
echo qemu
