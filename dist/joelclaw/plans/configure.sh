#!/bin/sh
# Bring changed machine config to joelclaw. What each step is for, what it costs and how it is undone stands in ../PLAN.md.
#
# usage: ./configure.sh [--yes]
#   --yes  don't ask before what can't be undone
# The cluster is reached by files below .ichor/joelclaw of the repository; ICHOR_STATE, ICHOR_KUBECONFIG and
# ICHOR_TALOSCONFIG name others. The current context is never used.
# What is done already is left alone: after a failure, mend what it names and run this again.
set -eu
output=$(cd "$(dirname "$0")/.." && pwd)
state=${ICHOR_STATE:-$(cd "$output/../.." && pwd)/.ichor/joelclaw}
kubeconfig=${ICHOR_KUBECONFIG:-$state/kubeconfig}
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
# Whether a line of a text is of a POSIX extended regular expression.
matches() {
  printf "%s\n" "$1" | grep -Eq -e "$2"
}
confirm() {
  [ -z "$yes" ] || return 0
  printf "%s [yes/no] " "$1"
  read -r answer
  [ "$answer" = yes ] || stop "not confirmed: nothing of this step was run"
}

command -v docker >/dev/null || stop 'docker is missing'
command -v kubectl >/dev/null || stop 'kubectl is missing'
(umask 077 && mkdir -p "$state")
if [ "$(git -C "$state" rev-parse --is-inside-work-tree 2>/dev/null)" = true ]; then
  for file in secrets.yaml talosconfig kubeconfig; do
    git -C "$state" check-ignore --quiet "$file" || stop "git would commit $state/$file: write .ichor/ in .gitignore; nothing was run"
  done
fi

begin 1/2 container 'Look at the container'
answer=$(docker container inspect --format '{{.State.Status}}' joelclaw-controlplane-1) ||
  stop 'docker gave no answer'
matches "$answer" '^running$' ||
  stop 'joelclaw-controlplane-1 does not run: docker start joelclaw-controlplane-1, or ichor apply create'
answer=$(docker container inspect --format '{{.Config.Image}}' joelclaw-controlplane-1) ||
  stop 'docker gave no answer'
matches "$answer" '^ghcr\.io/siderolabs/talos:v1\.13\.9$' ||
  stop 'joelclaw-controlplane-1 is there with another image than ghcr.io/siderolabs/talos:v1.13.9, which belongs to the container: it takes a new one, by talosctl cluster destroy --name joelclaw, which deletes its data, and ichor apply create'
answer=$(docker container inspect --format '{{.HostConfig.Memory}}' joelclaw-controlplane-1) ||
  stop 'docker gave no answer'
matches "$answer" '^6442450944$' ||
  stop 'joelclaw-controlplane-1 is there with other memory than 6GiB, which belongs to the container: it takes a new one, by talosctl cluster destroy --name joelclaw, which deletes its data, and ichor apply create'
answer=$(docker container inspect --format '{{.HostConfig.NanoCpus}}' joelclaw-controlplane-1) ||
  stop 'docker gave no answer'
matches "$answer" '^4000000000$' ||
  stop 'joelclaw-controlplane-1 is there with another number of CPUs than 4, which belongs to the container: it takes a new one, by talosctl cluster destroy --name joelclaw, which deletes its data, and ichor apply create'
answer=$(docker network inspect --format '{{range .IPAM.Config}}{{println .Subnet}}{{end}}' joelclaw) ||
  stop 'docker gave no answer'
matches "$answer" '^10\.5\.0\.0/24$' ||
  stop 'the network joelclaw has another subnet than 10.5.0.0/24, which belongs to it: it takes a new one, by talosctl cluster destroy --name joelclaw, which deletes its data, and ichor apply create'
answer=$(docker port joelclaw-controlplane-1 30379/tcp) ||
  stop 'docker gave no answer'
matches "$answer" '^127\.0\.0\.1:6379$' ||
  stop 'port 6379 of 127.0.0.1 does not lead to 30379/tcp of joelclaw-controlplane-1, and ports belong to the container: it takes a new one, by talosctl cluster destroy --name joelclaw, which deletes its data, and ichor apply create'
answer=$(docker port joelclaw-controlplane-1 30333/tcp) ||
  stop 'docker gave no answer'
matches "$answer" '^127\.0\.0\.1:6333$' ||
  stop 'port 6333 of 127.0.0.1 does not lead to 30333/tcp of joelclaw-controlplane-1, and ports belong to the container: it takes a new one, by talosctl cluster destroy --name joelclaw, which deletes its data, and ichor apply create'
answer=$(docker port joelclaw-controlplane-1 30334/tcp) ||
  stop 'docker gave no answer'
matches "$answer" '^127\.0\.0\.1:6334$' ||
  stop 'port 6334 of 127.0.0.1 does not lead to 30334/tcp of joelclaw-controlplane-1, and ports belong to the container: it takes a new one, by talosctl cluster destroy --name joelclaw, which deletes its data, and ichor apply create'
answer=$(docker port joelclaw-controlplane-1 30288/tcp) ||
  stop 'docker gave no answer'
matches "$answer" '^127\.0\.0\.1:8288$' ||
  stop 'port 8288 of 127.0.0.1 does not lead to 30288/tcp of joelclaw-controlplane-1, and ports belong to the container: it takes a new one, by talosctl cluster destroy --name joelclaw, which deletes its data, and ichor apply create'
answer=$(docker port joelclaw-controlplane-1 30289/tcp) ||
  stop 'docker gave no answer'
matches "$answer" '^127\.0\.0\.1:8289$' ||
  stop 'port 8289 of 127.0.0.1 does not lead to 30289/tcp of joelclaw-controlplane-1, and ports belong to the container: it takes a new one, by talosctl cluster destroy --name joelclaw, which deletes its data, and ichor apply create'

done_configure_joelclaw_controlplane_1() {
  sh "$output"/talos/configure.sh same "$state" joelclaw-controlplane-1 >/dev/null 2>&1
}
begin 2/2 configure-joelclaw-controlplane-1 'Bring the config of the container up to date'
if done_configure_joelclaw_controlplane_1; then
  echo "   done already"
else
  sh "$output"/talos/configure.sh show "$state" joelclaw-controlplane-1
  confirm 'Give joelclaw-controlplane-1 this config?'
  sh "$output"/talos/configure.sh change "$state" joelclaw-controlplane-1
  kubectl --kubeconfig "$kubeconfig" wait --for condition=Ready nodes --all --timeout 10m
  done_configure_joelclaw_controlplane_1 || stop 'it ran, and nothing shows that it is done'
fi

step=
echo "== done"
