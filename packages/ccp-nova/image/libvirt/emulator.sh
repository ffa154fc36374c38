#!/bin/sh
# Stands in for the emulator and starts the real one. A guest must outlive the pod that it is started from, so it leaves the pod's
# control groups in every hierarchy where libvirt has not placed it elsewhere already; and it reads its own files (firmware,
# modules) from the node, because those of the pod's image go with the image.
set -eu
real=/usr/bin/qemu-system-x86_64.real
guests=ccp-guests

# Questions about what the emulator can do are no guests.
case " $* " in
*' guest='*) ;;
*) exec "$real" "$@" ;;
esac

# The control group of this process in the hierarchy with that controller; empty: the only hierarchy of version 2.
own_group() {
  sed -n "s/^[0-9]*:\(name=\)\{0,1\}$1:\(.*\)/\2/p" /proc/self/cgroup
}

leave() {
  folder=$1
  case "$(own_group "$2")" in
  *kubepods*) ;;
  *) return 0 ;;
  esac
  if [ ! -d "$folder/$guests" ]; then
    mkdir "$folder/$guests"
    # A new group of this controller has no processors, and can hold no process.
    for file in cpuset.cpus cpuset.mems; do
      [ ! -f "$folder/$file" ] || [ ! -f "$folder/$guests/$file" ] || cat "$folder/$file" >"$folder/$guests/$file"
    done
  fi
  # Better no guest than one that ends with the pod.
  echo 0 >"$folder/$guests/cgroup.procs"
}

if [ -f /sys/fs/cgroup/cgroup.controllers ]; then
  leave /sys/fs/cgroup ''
else
  for folder in /sys/fs/cgroup/*/; do
    folder=${folder%/}
    [ ! -f "$folder/cgroup.procs" ] || leave "$folder" "${folder##*/}"
  done
fi

# The pod is the last to be killed for memory; its guests are not.
echo 0 >/proc/self/oom_score_adj 2>/dev/null || true
# libvirt hands no variable of its own on, so the place follows from the image.
files=/var/lib/nova/emulator/$(cat /usr/share/ccp/emulator-version)
if [ -d "$files" ]; then
  QEMU_MODULE_DIR=$files/modules
  export QEMU_MODULE_DIR
  set -- -L "$files/share" "$@"
fi
exec "$real" "$@"
