#!/bin/sh
# Bring changed machine config to the nodes of joelclaw-pi. What each step is for, what it costs and how it is undone stands in ../PLAN.md.
#
# usage: ./configure.sh [--yes]
#   --yes  don't ask before what can't be undone
# The cluster is reached by files below .ichor/joelclaw-pi of the repository; ICHOR_STATE, ICHOR_KUBECONFIG and
# ICHOR_TALOSCONFIG name others. The current context is never used.
# What is done already is left alone: after a failure, mend what it names and run this again.
set -eu
output=$(cd "$(dirname "$0")/.." && pwd)
state=${ICHOR_STATE:-$(cd "$output/../.." && pwd)/.ichor/joelclaw-pi}
kubeconfig=${ICHOR_KUBECONFIG:-$state/kubeconfig}
talosconfig=${ICHOR_TALOSCONFIG:-$state/talosconfig}
yes=
case "${1:-}" in
  --yes) yes=yes ;;
esac

stop() {
  echo "$1" >&2
  exit 1
}
step=
ended() {
  code=$?
  [ -z "$step" ] || echo "stopped at $step; what is done is left alone when this runs again" >&2
  exit "$code"
}
trap ended EXIT
begin() {
  step=$2
  echo "== $1 $3"
}
confirm() {
  [ -z "$yes" ] || return 0
  printf "%s [yes/no] " "$1"
  read -r answer
  [ "$answer" = yes ] || stop "not confirmed: nothing of this step was run"
}

command -v kubectl >/dev/null || stop 'kubectl is missing'
command -v talosctl >/dev/null || stop 'talosctl is missing'
(umask 077 && mkdir -p "$state")
if [ "$(git -C "$state" rev-parse --is-inside-work-tree 2>/dev/null)" = true ]; then
  for file in secrets.yaml talosconfig kubeconfig; do
    git -C "$state" check-ignore --quiet "$file" || stop "git would commit $state/$file: write .ichor/ in .gitignore; nothing was run"
  done
fi

begin 1/6 secrets 'Look for the secrets of the cluster'
[ -s "$state"/secrets.yaml ] ||
  stop 'secrets.yaml of this cluster is not there: bring it back, since without it the config of no node can be changed'

done_configure_pi_1() {
  sh "$output"/talos/configure.sh same "$state" pi-1 >/dev/null 2>&1
}
begin 2/6 configure-pi-1 'Bring the config of pi-1 up to date'
if done_configure_pi_1; then
  echo "   done already"
else
  talosctl --talosconfig "$talosconfig" --endpoints 192.168.1.31 --nodes 192.168.1.31 version --short >/dev/null 2>&1 ||
    stop 'pi-1 does not answer at 192.168.1.31: start it, or where its address is to change, take it out and bring it in again'
  sh "$output"/talos/configure.sh etcd "$state" >/dev/null 2>&1 ||
    stop 'etcd is not healthy on all control planes: no further one is changed before it is'
  sh "$output"/talos/configure.sh show "$state" pi-1
  confirm 'Give pi-1 this config? The first lines say whether it reboots.'
  sh "$output"/talos/configure.sh change "$state" pi-1
  kubectl --kubeconfig "$kubeconfig" wait --for condition=Ready node/pi-1 --timeout 10m
  done_configure_pi_1 || stop 'it ran, and nothing shows that it is done'
fi

done_configure_pi_2() {
  sh "$output"/talos/configure.sh same "$state" pi-2 >/dev/null 2>&1
}
begin 3/6 configure-pi-2 'Bring the config of pi-2 up to date'
if done_configure_pi_2; then
  echo "   done already"
else
  talosctl --talosconfig "$talosconfig" --endpoints 192.168.1.32 --nodes 192.168.1.32 version --short >/dev/null 2>&1 ||
    stop 'pi-2 does not answer at 192.168.1.32: start it, or where its address is to change, take it out and bring it in again'
  sh "$output"/talos/configure.sh etcd "$state" >/dev/null 2>&1 ||
    stop 'etcd is not healthy on all control planes: no further one is changed before it is'
  sh "$output"/talos/configure.sh show "$state" pi-2
  confirm 'Give pi-2 this config? The first lines say whether it reboots.'
  sh "$output"/talos/configure.sh change "$state" pi-2
  kubectl --kubeconfig "$kubeconfig" wait --for condition=Ready node/pi-2 --timeout 10m
  done_configure_pi_2 || stop 'it ran, and nothing shows that it is done'
fi

done_configure_pi_3() {
  sh "$output"/talos/configure.sh same "$state" pi-3 >/dev/null 2>&1
}
begin 4/6 configure-pi-3 'Bring the config of pi-3 up to date'
if done_configure_pi_3; then
  echo "   done already"
else
  talosctl --talosconfig "$talosconfig" --endpoints 192.168.1.33 --nodes 192.168.1.33 version --short >/dev/null 2>&1 ||
    stop 'pi-3 does not answer at 192.168.1.33: start it, or where its address is to change, take it out and bring it in again'
  sh "$output"/talos/configure.sh etcd "$state" >/dev/null 2>&1 ||
    stop 'etcd is not healthy on all control planes: no further one is changed before it is'
  sh "$output"/talos/configure.sh show "$state" pi-3
  confirm 'Give pi-3 this config? The first lines say whether it reboots.'
  sh "$output"/talos/configure.sh change "$state" pi-3
  kubectl --kubeconfig "$kubeconfig" wait --for condition=Ready node/pi-3 --timeout 10m
  done_configure_pi_3 || stop 'it ran, and nothing shows that it is done'
fi

done_configure_nuc_1() {
  sh "$output"/talos/configure.sh same "$state" nuc-1 >/dev/null 2>&1
}
begin 5/6 configure-nuc-1 'Bring the config of nuc-1 up to date'
if done_configure_nuc_1; then
  echo "   done already"
else
  talosctl --talosconfig "$talosconfig" --endpoints 192.168.1.41 --nodes 192.168.1.41 version --short >/dev/null 2>&1 ||
    stop 'nuc-1 does not answer at 192.168.1.41: start it, or where its address is to change, take it out and bring it in again'
  sh "$output"/talos/configure.sh show "$state" nuc-1
  confirm 'Give nuc-1 this config? The first lines say whether it reboots.'
  sh "$output"/talos/configure.sh change "$state" nuc-1
  kubectl --kubeconfig "$kubeconfig" wait --for condition=Ready node/nuc-1 --timeout 10m
  done_configure_nuc_1 || stop 'it ran, and nothing shows that it is done'
fi

done_configure_nuc_2() {
  sh "$output"/talos/configure.sh same "$state" nuc-2 >/dev/null 2>&1
}
begin 6/6 configure-nuc-2 'Bring the config of nuc-2 up to date'
if done_configure_nuc_2; then
  echo "   done already"
else
  talosctl --talosconfig "$talosconfig" --endpoints 192.168.1.42 --nodes 192.168.1.42 version --short >/dev/null 2>&1 ||
    stop 'nuc-2 does not answer at 192.168.1.42: start it, or where its address is to change, take it out and bring it in again'
  sh "$output"/talos/configure.sh show "$state" nuc-2
  confirm 'Give nuc-2 this config? The first lines say whether it reboots.'
  sh "$output"/talos/configure.sh change "$state" nuc-2
  kubectl --kubeconfig "$kubeconfig" wait --for condition=Ready node/nuc-2 --timeout 10m
  done_configure_nuc_2 || stop 'it ran, and nothing shows that it is done'
fi

step=
echo "== done"
