#!/bin/sh
# Makes joelclaw-pi of its machines: Talos 1.13.9 with Kubernetes 1.36.3. In this order:
#
#   ./create.sh images                       has Image Factory make what the machines boot from, and says where it is
#   ./create.sh config FOLDER                makes the secrets in FOLDER once, and the talosconfig, and tries the config of each node
#   ./create.sh apply FOLDER NODE [ADDRESS]  gives a node that has booted its config; ADDRESS is what its screen shows,
#                                            where that is not yet the one of the definition
#   ./create.sh bootstrap FOLDER             starts etcd on pi-1, once in the life of the cluster, when all control
#                                            planes have their config
#   ./create.sh kubeconfig FOLDER            fetches the kubeconfig, and waits for the API server; bootstrap ends with it
#
# Needs talosctl 1.13 or newer, kubectl and curl. FOLDER is outside of git, or ignored by it. Keep secrets.yaml: without
# it no node can be added or changed, and config never overwrites it.
# A node's config has secrets in it: it is made when it is needed, where only its owner reads it, and goes again.
# After a change of the definition, a node that runs takes what changed by configure.sh, and no longer by apply.
# Another Talos, one node at a time, by the installer that stands in schematic-*.yaml:
#   talosctl --talosconfig FOLDER/talosconfig --nodes ADDRESS upgrade --image INSTALLER
# Nodes stay NotReady and CoreDNS Pending until Cilium is installed: this is normal.
#
# On a Raspberry Pi 5 "talosctl upgrade" fails: "failed to create efivarfs reader/writer: invalid argument". For another
# Talos its card is written anew, and what was on it is lost: one node at a time, a control plane taken out of etcd by
# "talosctl reset" before, and the next node once etcd has all its members again.
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

# The factory serves images of a schematic only once it was given it.
schematic() {
  answer=$(curl --fail --silent --show-error --data-binary "@$patches/schematic-$1.yaml" https://factory.talos.dev/schematics)
  case "$answer" in
    *"$2"*) echo "$4: $3" ;;
    *) stop "the factory knows schematic-$1.yaml by another id than $2: $answer" ;;
  esac
}
images() {
  need curl
  schematic amd64 376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba \
    https://factory.talos.dev/image/376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba/v1.13.9/metal-amd64.iso \
    'nuc-1, nuc-2 boot from a stick with'
  schematic raspberry-pi-5 a636242df247ad4aad2e36d1026d8d4727b716a3061749bd7b19651e548f65e4 \
    https://factory.talos.dev/image/a636242df247ad4aad2e36d1026d8d4727b716a3061749bd7b19651e548f65e4/v1.13.9/metal-arm64.raw.xz \
    'pi-1, pi-2, pi-3 boot from an SD card with'
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

config() {
  need talosctl
  (umask 077 && mkdir -p "$1")
  enter "$1"
  [ -e "$folder/secrets.yaml" ] ||
    talosctl gen secrets --talos-version v1.13 --output-file "$folder/secrets.yaml"
  talosctl gen config joelclaw-pi https://192.168.1.30:6443 --force --with-secrets "$folder/secrets.yaml" \
    --talos-version v1.13 --output-types talosconfig --output "$folder/talosconfig"
  # Not 192.168.1.30: it is there once etcd runs, and moves while a node answers.
  talosctl --talosconfig "$folder/talosconfig" config endpoint 192.168.1.31 192.168.1.32 192.168.1.33
  for node in pi-1 pi-2 pi-3 nuc-1 nuc-2; do
    render "$node"
    echo "Talos takes the config of $node"
  done
}

address() {
  case "$1" in
    pi-1) echo 192.168.1.31 ;;
    pi-2) echo 192.168.1.32 ;;
    pi-3) echo 192.168.1.33 ;;
    nuc-1) echo 192.168.1.41 ;;
    nuc-2) echo 192.168.1.42 ;;
    *) stop "joelclaw-pi has no node '$1'" ;;
  esac
}
apply() {
  need talosctl
  enter "$1"
  address=$(address "$2")
  render "$2"
  talosctl apply-config --insecure --nodes "${3:-$address}" --file "$rendered"
  echo "$2 takes its config, installs Talos where it is not installed yet, and answers at $address afterwards"
}

# Asks one node, through itself.
ask() {
  node=$1
  shift
  talosctl --talosconfig "$folder/talosconfig" --endpoints "$node" --nodes "$node" "$@"
}

# A second bootstrap would make a second etcd: all control planes have to say that they have none, and never had.
without_etcd() {
  left=60
  while :; do
    etcd=$(ask "$1" service etcd) || stop "$1 does not answer with the config of $folder: nothing was started"
    state=$(echo "$etcd" | sed -n "s/^STATE  *//p")
    case "$state" in
      Preparing) break ;;
      Running) stop "etcd runs on $1: the cluster is bootstrapped; ./create.sh kubeconfig $folder goes on from there" ;;
      "") stop "$1 does not say how etcd is: nothing was started" ;;
      Failed | Finished | Skipped) stop "etcd on $1 is $state: nothing was started" ;;
    esac
    left=$((left - 1))
    [ "$left" -gt 0 ] || stop "etcd on $1 is $state, and was not ready for a bootstrap within 5 minutes: nothing was started"
    sleep 5
  done
  if data=$(ask "$1" list /var/lib/etcd/member 2>&1); then
    stop "$1 has data of etcd in /var/lib/etcd, so it is or was a member: nothing was started; where that cluster is gone for good, talosctl reset makes the machine new"
  fi
  case "$data" in
    *"no such file"*) ;;
    *) stop "$1 does not say whether it has data of etcd: nothing was started; $data" ;;
  esac
}
bootstrap() {
  need talosctl kubectl
  enter "$1"
  for node in 192.168.1.31 192.168.1.32 192.168.1.33; do
    without_etcd "$node"
  done
  ask 192.168.1.31 bootstrap
  kubeconfig "$1"
}

kubeconfig() {
  need talosctl kubectl
  enter "$1"
  ask 192.168.1.31 kubeconfig "$folder/kubeconfig" --merge=false --force
  echo "waiting for https://192.168.1.30:6443, which takes some minutes while nodes fetch Kubernetes 1.36.3"
  left=120
  until kubectl --kubeconfig "$folder/kubeconfig" get --raw /readyz >/dev/null 2>&1; do
    left=$((left - 1))
    [ "$left" -gt 0 ] || stop "it does not answer after 10 minutes: talosctl --talosconfig $folder/talosconfig --nodes 192.168.1.31 dmesg says why"
    sleep 5
  done
  echo "next: KUBECONFIG=$folder/kubeconfig $(dirname "$patches")/apply.sh admin@joelclaw-pi"
}

case "${1:-} $#" in
  "help 1" | "-h 1" | "--help 1") sed -n '2,/^set -eu/s/^# \{0,1\}//p' "$0" ;;
  "images 1") images ;;
  "config 2" | "bootstrap 2" | "kubeconfig 2") "$1" "$2" ;;
  "apply 3" | "apply 4") apply "$2" "$3" "${4:-}" ;;
  *) stop "usage: ./create.sh images | config FOLDER | apply FOLDER NODE [ADDRESS] | bootstrap FOLDER | kubeconfig FOLDER; ./create.sh --help says more" ;;
esac
