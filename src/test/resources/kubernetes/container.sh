#!/usr/bin/env bash
# Runs a command as a container would: ROOT is all it sees, it may write nowhere there, and it is not root.
#
#   container.sh ROOT PROGRAM PLACE WORKDIR COMMAND...
#
# ROOT has what comes with every container; PROGRAM, the folder of ours, is seen at PLACE. The command takes this script's
# place, so that it is the process that whoever started this has in hand.
set -euo pipefail
uid=65532

if [ "${1:-}" != --inside ]; then
  [ "$EUID" -eq 0 ] || others=--map-root-user
  exec unshare --mount ${others:-} bash "$0" --inside "$@"
fi
shift
root=$1 program=$2 place=$3 workdir=$4
shift 4

mount --bind "$root" "$root"
mount --bind "$program" "$root$place"
for system in /proc /dev; do
  mount --rbind "$system" "$root$system"
done
# Only now, since to bind something needs no writing, but the folder that it is bound to must be there already.
mount -o remount,bind,ro "$root"
mount -o remount,bind,ro "$root$place"

# Where an ordinary user runs this, there is no other user in sight to change to.
if grep -q ' 4294967295$' /proc/self/uid_map; then
  user=(--setgid "$uid" --setuid "$uid")
fi
exec unshare --root "$root" --wd "$workdir" ${user[@]+"${user[@]}"} "$@"
