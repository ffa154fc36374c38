#!/bin/sh
# nova-compute-well ready|alive: whether the agent has spoken with libvirt, and through the message bus with a conductor, within the last
# minute (after which Nova takes it for down); or within ten, its start included, in which it looks at all its guests.
set -eu
case $1 in
  ready) recent=$(find /run -maxdepth 1 -name nova-compute.well -newermt '-60 seconds') ;;
  alive) recent=$(find /run -maxdepth 1 -name 'nova-compute.*' -newermt '-600 seconds') ;;
  *) recent= ;;
esac
[ -n "$recent" ]
