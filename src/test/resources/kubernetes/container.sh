#!/usr/bin/env bash
# Runs a command as a container would: ROOT is all it sees, it may write nowhere there, and it is not root.
#
#   container.sh ROOT IMAGE WORKDIR COMMAND...
#
# ROOT has what comes with every container; IMAGE, the folder of ours, is seen as WORKDIR. The command takes this script's
# place, so that it is the process that whoever started this has in hand.
set -euo pipefail
uid=65532

if [ "${1:-}" != --inside ]; then
  [ "$EUID" -eq 0 ] || others=--map-root-user
  exec unshare --mount ${others:-} bash "$0" --inside "$@"
fi
shift
root=$1 image=$2 workdir=$3
shift 3

mount --bind "$root" "$root"
mount --bind "$image" "$root$workdir"
for system in /proc /dev; do
  mount --rbind "$system" "$root$system"
done
# Only now, since to bind something needs no writing, but the folder that it is bound to must be there already.
mount -o remount,bind,ro "$root"
mount -o remount,bind,ro "$root$workdir"

# Where an ordinary user runs this, there is no other user in sight to change to.
if grep -q ' 4294967295$' /proc/self/uid_map; then
  user=(--setgid "$uid" --setuid "$uid")
fi
exec unshare --root "$root" --wd "$workdir" "${user[@]}" "$@"
