#!/bin/sh
# Bring joelclaw-pi to the state of its folder. What each step is for, what it costs and how it is undone stands in PLAN.md.
# It never creates, destroys or upgrades a cluster, and it deletes nothing.
#
# usage: ./apply.sh CONTEXT [further flags of kubectl apply]
#   CONTEXT is never guessed: talosctl names it admin@joelclaw-pi; see kubectl config get-contexts
#   --dry-run=server shows what the API server would say; --force-conflicts takes over fields of other managers
# What is done already is left alone: after a failure, mend what it names and run this again.
set -eu
output=$(cd "$(dirname "$0")" && pwd)
context=${1:?"usage: ./apply.sh CONTEXT, e.g. ./apply.sh admin@joelclaw-pi"}
shift
case " $* " in *" --dry-run"*) dry=yes ;; *) dry= ;; esac

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
# Asks a question until the answer is yes, for so many seconds.
await() {
  left=$1
  until "$2"; do
    [ "$left" -gt 0 ] || return 1
    left=$((left - 5))
    sleep 5
  done
}

command -v helm >/dev/null || stop 'helm is missing'
command -v kubectl >/dev/null || stop 'kubectl is missing'

begin 1/10 look 'Look at the cluster'
answer=$(kubectl --context "$context" --namespace kube-system get daemonset kube-flannel --ignore-not-found --output name) ||
  stop 'kubectl gave no answer'
[ -z "$answer" ] ||
  stop 'kube-flannel runs there, which the definition does not have: it is another cluster, or one to migrate first'
answer=$(kubectl --context "$context" --namespace kube-system get daemonset kube-proxy --ignore-not-found --output name) ||
  stop 'kubectl gave no answer'
[ -z "$answer" ] ||
  stop 'kube-proxy runs there, which the definition does not have: it is another cluster, or one to migrate first'
answer=$(helm --kube-context "$context" --namespace kube-system list --deployed --failed --pending --filter '^cilium$' --output json) ||
  stop 'helm gave no answer'
matches "$answer" '^\[\]|"chart":"cilium-1\.20\.2"' ||
  stop 'Cilium is there in another release than 1.20.2: upgrade it first, one minor at a time'
answer=$(kubectl --context "$context" get crd gateways.gateway.networking.k8s.io --ignore-not-found --output 'jsonpath={.metadata.annotations.gateway\.networking\.k8s\.io/bundle-version}{"."}') ||
  stop 'kubectl gave no answer'
matches "$answer" '^$|^\.$|^v1\.6\.' ||
  stop 'it has another minor of Gateway API than v1.6.1, with which this release of Cilium works: bring it there first with kubectl apply --server-side -f https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.6.1/standard-install.yaml'

done_namespaces() {
  kubectl --context "$context" diff --server-side --field-manager ichor --filename "$output"/kubernetes/00-namespaces >/dev/null 2>&1
}
begin 2/10 namespaces 'Apply 00-namespaces'
if done_namespaces; then
  echo "   done already"
else
  kubectl --context "$context" apply "$@" --server-side --field-manager ichor --filename "$output"/kubernetes/00-namespaces
  [ -n "$dry" ] || await 60 done_namespaces || stop 'it ran, and after 60 s nothing shows that it is done'
fi

done_storage() {
  kubectl --context "$context" diff --server-side --field-manager ichor --filename "$output"/kubernetes/20-storage >/dev/null 2>&1
}
begin 3/10 storage 'Apply 20-storage'
if done_storage; then
  echo "   done already"
else
  kubectl --context "$context" apply "$@" --server-side --field-manager ichor --filename "$output"/kubernetes/20-storage
  [ -n "$dry" ] || await 60 done_storage || stop 'it ran, and after 60 s nothing shows that it is done'
fi

done_gateway_api() {
  kubectl --context "$context" get crd/backendtlspolicies.gateway.networking.k8s.io crd/gatewayclasses.gateway.networking.k8s.io crd/gateways.gateway.networking.k8s.io crd/grpcroutes.gateway.networking.k8s.io crd/httproutes.gateway.networking.k8s.io crd/referencegrants.gateway.networking.k8s.io crd/tlsroutes.gateway.networking.k8s.io --output name >/dev/null 2>&1
}
begin 4/10 gateway-api 'Install the kinds of Gateway API v1.6.1'
if done_gateway_api; then
  echo "   done already"
elif [ -n "$dry" ]; then
  echo "   left out of a dry run"
else
  answer=$(kubectl --context "$context" get crd gateways.gateway.networking.k8s.io --ignore-not-found --output 'jsonpath={.metadata.annotations.gateway\.networking\.k8s\.io/bundle-version}{"."}') ||
    stop 'kubectl gave no answer'
  matches "$answer" '^$|^\.$|^v1\.6\.1\.$' ||
    stop 'Gateway API is there in another patch than v1.6.1, and lacks one of backendtlspolicies, gatewayclasses, gateways, grpcroutes, httproutes, referencegrants, tlsroutes, without which Cilium leaves all of it alone: kubectl apply --server-side -f https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.6.1/standard-install.yaml'
  kubectl --context "$context" apply "$@" --server-side --field-manager ichor --filename https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.6.1/standard-install.yaml
  kubectl --context "$context" wait --for condition=established --timeout 2m crd/backendtlspolicies.gateway.networking.k8s.io
  kubectl --context "$context" wait --for condition=established --timeout 2m crd/gatewayclasses.gateway.networking.k8s.io
  kubectl --context "$context" wait --for condition=established --timeout 2m crd/gateways.gateway.networking.k8s.io
  kubectl --context "$context" wait --for condition=established --timeout 2m crd/grpcroutes.gateway.networking.k8s.io
  kubectl --context "$context" wait --for condition=established --timeout 2m crd/httproutes.gateway.networking.k8s.io
  kubectl --context "$context" wait --for condition=established --timeout 2m crd/referencegrants.gateway.networking.k8s.io
  kubectl --context "$context" wait --for condition=established --timeout 2m crd/tlsroutes.gateway.networking.k8s.io
  done_gateway_api || stop 'it ran, and nothing shows that it is done'
fi

done_cilium() {
  answer=$(helm --kube-context "$context" --namespace kube-system history cilium --max 1 --output json 2>/dev/null) &&
    matches "$answer" '"status":"deployed"' &&
    matches "$answer" '"chart":"cilium-1\.20\.2"' &&
    matches "$answer" '"description":"ichor f3f82a6b31fb31fb"'
}
begin 5/10 cilium 'Install Cilium 1.20.2'
if done_cilium; then
  echo "   done already"
elif [ -n "$dry" ]; then
  echo "   left out of a dry run"
else
  helm --kube-context "$context" --namespace kube-system upgrade --install cilium cilium --repo https://helm.cilium.io --version 1.20.2 --values "$output"/cilium/values.yaml --description 'ichor f3f82a6b31fb31fb' --wait --timeout 10m
  done_cilium || stop 'it ran, and nothing shows that it is done'
fi

done_cilium_kinds() {
  kubectl --context "$context" get crd/ciliumnetworkpolicies.cilium.io crd/ciliumclusterwidenetworkpolicies.cilium.io crd/ciliumloadbalancerippools.cilium.io crd/ciliuml2announcementpolicies.cilium.io --output name >/dev/null 2>&1
}
begin 6/10 cilium-kinds 'Wait for Cilium'\''s kinds'
if done_cilium_kinds; then
  echo "   done already"
elif [ -n "$dry" ]; then
  echo "   left out of a dry run"
else
  kubectl --context "$context" wait --for create --timeout 2m crd/ciliumnetworkpolicies.cilium.io
  kubectl --context "$context" wait --for condition=established --timeout 2m crd/ciliumnetworkpolicies.cilium.io
  kubectl --context "$context" wait --for create --timeout 2m crd/ciliumclusterwidenetworkpolicies.cilium.io
  kubectl --context "$context" wait --for condition=established --timeout 2m crd/ciliumclusterwidenetworkpolicies.cilium.io
  kubectl --context "$context" wait --for create --timeout 2m crd/ciliumloadbalancerippools.cilium.io
  kubectl --context "$context" wait --for condition=established --timeout 2m crd/ciliumloadbalancerippools.cilium.io
  kubectl --context "$context" wait --for create --timeout 2m crd/ciliuml2announcementpolicies.cilium.io
  kubectl --context "$context" wait --for condition=established --timeout 2m crd/ciliuml2announcementpolicies.cilium.io
  done_cilium_kinds || stop 'it ran, and nothing shows that it is done'
fi

done_network() {
  kubectl --context "$context" diff --server-side --field-manager ichor --filename "$output"/kubernetes/25-network >/dev/null 2>&1
}
begin 7/10 network 'Apply 25-network'
if done_network; then
  echo "   done already"
else
  kubectl --context "$context" apply "$@" --server-side --field-manager ichor --filename "$output"/kubernetes/25-network
  [ -n "$dry" ] || await 60 done_network || stop 'it ran, and after 60 s nothing shows that it is done'
fi

done_policies() {
  kubectl --context "$context" diff --server-side --field-manager ichor --filename "$output"/kubernetes/30-policies >/dev/null 2>&1
}
begin 8/10 policies 'Apply 30-policies'
if done_policies; then
  echo "   done already"
else
  kubectl --context "$context" apply "$@" --server-side --field-manager ichor --filename "$output"/kubernetes/30-policies
  [ -n "$dry" ] || await 60 done_policies || stop 'it ran, and after 60 s nothing shows that it is done'
fi

done_workloads() {
  kubectl --context "$context" diff --server-side --field-manager ichor --filename "$output"/kubernetes/40-workloads >/dev/null 2>&1
}
begin 9/10 workloads 'Apply 40-workloads'
if done_workloads; then
  echo "   done already"
else
  kubectl --context "$context" apply "$@" --server-side --field-manager ichor --filename "$output"/kubernetes/40-workloads
  [ -n "$dry" ] || await 60 done_workloads || stop 'it ran, and after 60 s nothing shows that it is done'
fi
kubectl --context "$context" --namespace joelclaw get secret system-bus-env --output name >/dev/null 2>&1 ||
  echo '   secret joelclaw/system-bus-env is missing: its pods wait until kubectl create secret makes it'
kubectl --context "$context" --namespace edge get secret home-tls --output name >/dev/null 2>&1 ||
  echo '   secret edge/home-tls is missing: gateway edge/web can'\''t speak HTTPS until kubectl --namespace edge create secret tls home-tls --cert=FILE --key=FILE makes it'

done_gateways() {
  kubectl --context "$context" diff --server-side --field-manager ichor --filename "$output"/kubernetes/50-gateways >/dev/null 2>&1
}
begin 10/10 gateways 'Apply 50-gateways'
if done_gateways; then
  echo "   done already"
else
  kubectl --context "$context" apply "$@" --server-side --field-manager ichor --filename "$output"/kubernetes/50-gateways
  [ -n "$dry" ] || await 60 done_gateways || stop 'it ran, and after 60 s nothing shows that it is done'
fi

step=
echo "== done"
