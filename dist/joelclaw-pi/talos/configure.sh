#!/bin/sh
# Brings changed config to nodes of joelclaw-pi that run. Each is given its whole config, made of secrets.yaml and of the patches
# beside this file, one node at a time:
#
#   ./configure.sh same FOLDER NODE    ends well where the node has it already
#   ./configure.sh show FOLDER NODE    shows what would change and whether the node reboots for it, without secrets
#   ./configure.sh change FOLDER NODE  changes it: tried for two minutes, after which the node goes back to what it had unless
#                                      it answers and the change is kept; where Talos reboots for it, there is no way to try
#   ./configure.sh etcd FOLDER         ends well where etcd is healthy on all control planes
#
# Needs talosctl 1.13 or newer. FOLDER has secrets.yaml and talosconfig; git must not see it. What is changed here is
# config alone: another Kubernetes comes by talosctl upgrade-k8s, another Talos by talosctl upgrade, another address of a node
# by taking the node out and bringing it in again.
set -eu
patches=$(cd "$(dirname "$0")" && pwd)

stop() {
  echo "$1" >&2
  exit 1
}

need() {
  for program; do
    command -v "$program" >/dev/null || stop "$program is not on PATH"
  done
}

# Only its owner reads what is written to the folder, and git never sees it.
enter() {
  umask 077
  [ -d "$1" ] || stop "there is no folder '$1': ./create.sh config makes it"
  folder=$(cd "$1" && pwd)
  [ "$(git -C "$folder" rev-parse --is-inside-work-tree 2>/dev/null)" = true ] || return 0
  for file in secrets.yaml talosconfig kubeconfig config.new/node.yaml; do
    git -C "$folder" check-ignore --quiet "$file" || stop "git would commit $folder/$file: name a folder outside of the repository"
  done
}

# Asks one node, through itself.
ask() {
  node=$1
  shift
  talosctl --talosconfig "$folder/talosconfig" --endpoints "$node" --nodes "$node" "$@"
}

# What has secrets in it is in a folder that nobody else reads, and goes with the script.
made=
trap '[ -z "$made" ] || rm -rf "$made"' EXIT
trap 'exit 130' INT
trap 'exit 143' HUP TERM

refused() {
  stop "$(cat "$made/said")"
}
render() {
  case "$1" in
    pi-1 | pi-2 | pi-3) role=controlplane flag=--config-patch-control-plane ;;
    nuc-1 | nuc-2) role=worker flag=--config-patch-worker ;;
    *) stop "joelclaw-pi has no node '$1'" ;;
  esac
  [ -e "$folder/secrets.yaml" ] || stop "$folder/secrets.yaml is missing: bring the one of the cluster; for a new one run ./create.sh config FOLDER first"
  [ -n "$made" ] || made=$(mktemp -d "$folder/config.XXXXXX")
  rendered=$made/$1.yaml
  talosctl gen config joelclaw-pi https://192.168.1.30:6443 --force --with-secrets "$folder/secrets.yaml" \
    --talos-version v1.13 --kubernetes-version 1.36.3 --with-docs=false --with-examples=false \
    "$flag" "@$patches/$role-patch.yaml" --output-types "$role" --output "$made/$role.yaml" >"$made/said" 2>&1 || refused
  talosctl machineconfig patch "$made/$role.yaml" --patch "@$patches/nodes/$1-patch.yaml" --output "$rendered" >"$made/said" 2>&1 || refused
  talosctl validate --config "$rendered" --mode metal >"$made/said" 2>&1 || refused
}

# The config has to come to its own node, whoever has the address now.
locate() {
  case "$1" in
    pi-1) address=192.168.1.31 control=yes ;;
    pi-2) address=192.168.1.32 control=yes ;;
    pi-3) address=192.168.1.33 control=yes ;;
    nuc-1) address=192.168.1.41 control= ;;
    nuc-2) address=192.168.1.42 control= ;;
    *) stop "joelclaw-pi has no node '$1'" ;;
  esac
  [ -e "$folder/talosconfig" ] || stop "$folder/talosconfig is missing: bring the one of the cluster"
  hostname=$(ask "$address" get hostname --output "jsonpath={.spec.hostname}") ||
    stop "$1 does not answer at $address with the talosconfig of $folder: nothing was changed"
  [ "$hostname" = "$1" ] || stop "$address is $hostname now, and $1 was expected there: nothing was changed"
}

plain() {
  sed -E \
    -e 's/^([-+ ]*(- )?"?([A-Za-z]*([Tt]oken|[Ss]ecret|[Pp]assword|[Pp]assphrase|[Aa]uth|[Pp]rivateKey|[Pp]resharedKey)|key)"?: +)[^ ].*$/\1(left out)/' \
    -e 's#^([-+ ]*(- )?([A-Za-z]+: +)?)[A-Za-z0-9+/]{40,}=*$#\1(left out)#' \
    -e 's#://[^/@: ]*:[^/@ ]*@#://(left out)@#g'
}

lines() {
  printf "%s\n" "$said"
}
# What the node says of the config, which is where it differs from its own.
compare() {
  render "$1"
  said=$(ask "$address" apply-config --file "$rendered" --dry-run 2>&1) || stop "$(lines | plain)"
}
differs() {
  [ -e "$folder/trying-$1" ] || ! lines | grep -qx "No changes\."
}
same() {
  [ ! -e "$folder/trying-$1" ] || return 1
  compare "$1"
  ! differs "$1"
}
show() {
  compare "$1"
  lines | plain
}
give() {
  said=$(ask "$address" apply-config --file "$rendered" "$@" 2>&1) || stop "$(lines | plain)"
  lines | plain
}
change() {
  compare "$1"
  differs "$1" || return 0
  images=$(lines | grep -E "^[+].*image: .*/(kubelet|kube-apiserver|kube-controller-manager|kube-scheduler|kube-proxy):" || :)
  [ -z "$images" ] ||
    stop "$1 runs another Kubernetes than 1.36.3, which comes by talosctl --nodes $address upgrade-k8s --to 1.36.3: nothing was changed"
  if lines | grep -q "^Applied configuration with a reboot"; then
    before=$(start_of "$address") || stop "$1 does not say when it started: nothing was changed"
    give --mode auto
    echo "$1 reboots, which takes some minutes"
    rebooted "$1" "$before"
  else
    try "$1"
  fi
  rm -f "$folder/trying-$1"
  [ -z "$control" ] || settled "$1"
}
# A node that reboots answers a while longer: what tells that it has is another start of its kernel.
start_of() {
  ask "$1" read /proc/sys/kernel/random/boot_id 2>/dev/null
}
rebooted() {
  left=180
  while :; do
    now=$(start_of "$address") || now=
    case "$now" in "" | "$2") ;; *) return ;; esac
    left=$((left - 1))
    [ "$left" -gt 0 ] || stop "$1 is not back within 15 minutes: look at its screen"
    sleep 5
  done
}
try() {
  : >"$folder/trying-$1"
  end=$(($(date +%s) + 100))
  give --mode try --timeout 120s
  back="$1 does not answer with this config: within two minutes it goes back to the one that it had"
  sleep 15
  until ask "$address" version --short >/dev/null 2>&1; do
    [ "$(date +%s)" -lt "$end" ] || stop "$back"
    sleep 5
  done
  [ "$(date +%s)" -lt "$end" ] || stop "$back"
  give --mode no-reboot
}
settled() {
  left=60
  until healthy; do
    left=$((left - 1))
    [ "$left" -gt 0 ] || stop "etcd is not healthy on all control planes after the change of $1: mend it before the next one is changed"
    sleep 5
  done
}

healthy() {
  for member in 192.168.1.31 192.168.1.32 192.168.1.33; do
    service=$(ask "$member" service etcd 2>/dev/null) || return 1
    case "$(echo "$service" | sed -n "s/^STATE  *//p") $(echo "$service" | sed -n "s/^HEALTH  *//p")" in
      "Running OK") ;;
      *) return 1 ;;
    esac
  done
}

begin() {
  need talosctl
  enter "$1"
  [ -z "$2" ] || locate "$2"
}
case "${1:-} $#" in
  "help 1" | "-h 1" | "--help 1") sed -n '2,/^set -eu/s/^# \{0,1\}//p' "$0" ;;
  "same 3") begin "$2" "$3"; same "$3" ;;
  "show 3") begin "$2" "$3"; show "$3" ;;
  "change 3") begin "$2" "$3"; change "$3" ;;
  "etcd 2") begin "$2" ""; healthy || stop "etcd is not healthy on all control planes" ;;
  *) stop "usage: ./configure.sh same FOLDER NODE | show FOLDER NODE | change FOLDER NODE | etcd FOLDER; ./configure.sh --help says more" ;;
esac
