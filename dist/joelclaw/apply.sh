#!/bin/sh
# Brings joelclaw to the state of this folder: objects are created and changed, in the order of their layers.
# It never creates, destroys or upgrades a cluster, and it deletes nothing.
#
# usage: ./apply.sh CONTEXT [further flags of kubectl apply]
#   CONTEXT is never guessed: talosctl names it admin@joelclaw; see kubectl config get-contexts
#   --dry-run=server shows what the API server would say; --force-conflicts takes over fields of other managers
set -eu
cd "$(dirname "$0")"
context=${1:?"usage: ./apply.sh CONTEXT, e.g. ./apply.sh admin@joelclaw"}
shift
flags="$*"
case " $flags " in *" --dry-run"*) dry=yes ;; *) dry= ;; esac

stop() {
  echo "$1" >&2
  exit 1
}
for tool in kubectl helm; do
  command -v "$tool" >/dev/null || stop "$tool is missing: nothing was changed"
done

# A cluster with another network is another cluster, or one that has to be migrated first.
refuse() {
  found=$(kubectl --context "$context" --namespace kube-system get daemonset "$1" --ignore-not-found --output name)
  [ -z "$found" ] || stop "$1 runs in $context, which the definition does not have: nothing was changed"
}
refuse kube-flannel
refuse kube-proxy
releases=$(helm --kube-context "$context" --namespace kube-system list --deployed --failed --pending --filter "^cilium$" --output yaml)
installed=$(printf "%s\n" "$releases" | sed -n "s/^ *chart: cilium-//p")
if [ -n "$installed" ] && [ "$installed" != 1.20.2 ]; then
  stop "Cilium $installed runs in $context, and the definition says 1.20.2: upgrade it first, one minor at a time; nothing was changed"
fi

layer() {
  echo "== $1"
  # shellcheck disable=SC2086 # flags are words
  kubectl --context "$context" apply --server-side --field-manager ichor $flags -f "kubernetes/$1"
}

layer 00-namespaces
layer 20-storage

if [ -n "$dry" ]; then
  echo "== Cilium is left out of a dry run"
else
  echo "== Cilium 1.20.2: nodes become Ready when its agents run"
  helm --kube-context "$context" --namespace kube-system upgrade --install cilium cilium \
    --repo https://helm.cilium.io --version 1.20.2 --values cilium/values.yaml --wait --timeout 10m
  kubectl --context "$context" wait --for create --timeout 2m crd/ciliumnetworkpolicies.cilium.io
  kubectl --context "$context" wait --for condition=established --timeout 2m crd/ciliumnetworkpolicies.cilium.io
fi

layer 30-policies
needs_secret() {
  kubectl --context "$context" --namespace "$1" get secret "$2" --output name >/dev/null ||
    echo "secret $1/$2 is missing: its pods wait until kubectl create secret makes it" >&2
}
needs_secret joelclaw system-bus-env

layer 40-workloads
echo "== done"
