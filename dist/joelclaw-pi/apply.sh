#!/bin/sh
# Brings joelclaw-pi to the state of this folder: objects are created and changed, in the order of their layers.
# It never creates, destroys or upgrades a cluster, and it deletes nothing.
#
# usage: ./apply.sh CONTEXT [further flags of kubectl apply]
#   CONTEXT is never guessed: talosctl names it admin@joelclaw-pi; see kubectl config get-contexts
#   --dry-run=server shows what the API server would say; --force-conflicts takes over fields of other managers
set -eu
cd "$(dirname "$0")"
context=${1:?"usage: ./apply.sh CONTEXT, e.g. ./apply.sh admin@joelclaw-pi"}
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
bundle=$(kubectl --context "$context" get crd gateways.gateway.networking.k8s.io --ignore-not-found \
  --output 'jsonpath={.metadata.annotations.gateway\.networking\.k8s\.io/bundle-version}')
case "$bundle" in
"" | v1.6.*) ;;
*) stop "Gateway API $bundle is in $context, and this release of Cilium works with v1.6.1: bring it there first (kubectl --context $context apply --server-side -f https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.6.1/standard-install.yaml); nothing was changed" ;;
esac

layer() {
  echo "== $1"
  # shellcheck disable=SC2086 # flags are words
  kubectl --context "$context" apply --server-side --field-manager ichor $flags -f "kubernetes/$1"
}

layer 00-namespaces
layer 20-storage

if [ -n "$dry" ]; then
  echo "== Gateway API and Cilium are left out of a dry run"
else
  if [ -z "$bundle" ] || [ "$bundle" = v1.6.1 ]; then
    echo "== Gateway API v1.6.1"
    # shellcheck disable=SC2086 # flags are words
    kubectl --context "$context" apply --server-side --field-manager ichor $flags -f https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.6.1/standard-install.yaml
  else
    echo "== Gateway API $bundle stays as it is"
  fi
  for kind in backendtlspolicies gatewayclasses gateways grpcroutes httproutes referencegrants tlsroutes; do
    kubectl --context "$context" wait --for condition=established --timeout 2m "crd/$kind.gateway.networking.k8s.io" ||
      stop "Gateway API in $context has no $kind, without which Cilium leaves all of it alone"
  done
  echo "== Cilium 1.20.2: nodes become Ready when its agents run"
  helm --kube-context "$context" --namespace kube-system upgrade --install cilium cilium \
    --repo https://helm.cilium.io --version 1.20.2 --values cilium/values.yaml --wait --timeout 10m
  kubectl --context "$context" wait --for create --timeout 2m crd/ciliumnetworkpolicies.cilium.io
  kubectl --context "$context" wait --for condition=established --timeout 2m crd/ciliumnetworkpolicies.cilium.io
  kubectl --context "$context" wait --for create --timeout 2m crd/ciliumclusterwidenetworkpolicies.cilium.io
  kubectl --context "$context" wait --for condition=established --timeout 2m crd/ciliumclusterwidenetworkpolicies.cilium.io
  kubectl --context "$context" wait --for create --timeout 2m crd/ciliumloadbalancerippools.cilium.io
  kubectl --context "$context" wait --for condition=established --timeout 2m crd/ciliumloadbalancerippools.cilium.io
  kubectl --context "$context" wait --for create --timeout 2m crd/ciliuml2announcementpolicies.cilium.io
  kubectl --context "$context" wait --for condition=established --timeout 2m crd/ciliuml2announcementpolicies.cilium.io
fi

layer 25-network
layer 30-policies
needs_secret() {
  kubectl --context "$context" --namespace "$1" get secret "$2" --output name >/dev/null ||
    echo "secret $1/$2 is missing: its pods wait until kubectl create secret makes it" >&2
}
needs_secret joelclaw system-bus-env

kubectl --context "$context" --namespace edge get secret home-tls --output name >/dev/null ||
  echo "secret edge/home-tls is missing: gateway edge/web can't speak HTTPS until kubectl --namespace edge create secret tls home-tls --cert=FILE --key=FILE makes it" >&2

layer 40-workloads
layer 50-gateways
echo "== done"
