#!/bin/sh
# connected PORT: whether a process of this container has a TCP connection to PORT of another host. What a daemon without a port of its
# own can be asked from outside: without its message bus it hears nothing.
set -eu
port=$(printf '%04X' "$1")
inodes=$(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk -v port=":$port" '$4 == "01" && substr($3, length($3) - 4) == port { print $10 }')
[ -n "$inodes" ]
# With the network of the node the connections of others are seen, too.
sockets=$(find /proc/[0-9]*/fd -lname 'socket:*' -printf '%l\n' 2>/dev/null || true)
for inode in $inodes; do
  case "$sockets" in *"socket:[$inode]"*) exit 0 ;; esac
done
exit 1
