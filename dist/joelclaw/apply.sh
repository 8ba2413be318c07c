#!/bin/sh
# Bring joelclaw to the state of its folder. What each step is for, what it costs and how it is undone stands in PLAN.md.
# It never creates, destroys or upgrades a cluster, and it deletes nothing.
#
# usage: ./apply.sh CONTEXT [further flags of kubectl apply]
#   CONTEXT is never guessed: talosctl names it admin@joelclaw; see kubectl config get-contexts
#   --dry-run=server shows what the API server would say; --force-conflicts takes over fields of other managers
# What is done already is left alone: after a failure, mend what it names and run this again.
set -eu
output=$(cd "$(dirname "$0")" && pwd)
context=${1:?"usage: ./apply.sh CONTEXT, e.g. ./apply.sh admin@joelclaw"}
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

begin 1/7 look 'Look at the cluster'
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

done_namespaces() {
  kubectl --context "$context" diff --server-side --field-manager ichor --filename "$output"/kubernetes/00-namespaces >/dev/null 2>&1
}
begin 2/7 namespaces 'Apply 00-namespaces'
if done_namespaces; then
  echo "   done already"
else
  kubectl --context "$context" apply "$@" --server-side --field-manager ichor --filename "$output"/kubernetes/00-namespaces
  [ -n "$dry" ] || await 60 done_namespaces || stop 'it ran, and after 60 s nothing shows that it is done'
fi

done_storage() {
  kubectl --context "$context" diff --server-side --field-manager ichor --filename "$output"/kubernetes/20-storage >/dev/null 2>&1
}
begin 3/7 storage 'Apply 20-storage'
if done_storage; then
  echo "   done already"
else
  kubectl --context "$context" apply "$@" --server-side --field-manager ichor --filename "$output"/kubernetes/20-storage
  [ -n "$dry" ] || await 60 done_storage || stop 'it ran, and after 60 s nothing shows that it is done'
fi

done_cilium() {
  answer=$(helm --kube-context "$context" --namespace kube-system history cilium --max 1 --output json 2>/dev/null) &&
    matches "$answer" '"status":"deployed"' &&
    matches "$answer" '"chart":"cilium-1\.20\.2"' &&
    matches "$answer" '"description":"ichor 161ba16f10b8df44"'
}
begin 4/7 cilium 'Install Cilium 1.20.2'
if done_cilium; then
  echo "   done already"
elif [ -n "$dry" ]; then
  echo "   left out of a dry run"
else
  helm --kube-context "$context" --namespace kube-system upgrade --install cilium cilium --repo https://helm.cilium.io --version 1.20.2 --values "$output"/cilium/values.yaml --description 'ichor 161ba16f10b8df44' --wait --timeout 10m
  done_cilium || stop 'it ran, and nothing shows that it is done'
fi

done_cilium_kinds() {
  kubectl --context "$context" get crd/ciliumnetworkpolicies.cilium.io --output name >/dev/null 2>&1
}
begin 5/7 cilium-kinds 'Wait for Cilium'\''s kinds'
if done_cilium_kinds; then
  echo "   done already"
elif [ -n "$dry" ]; then
  echo "   left out of a dry run"
else
  kubectl --context "$context" wait --for create --timeout 2m crd/ciliumnetworkpolicies.cilium.io
  kubectl --context "$context" wait --for condition=established --timeout 2m crd/ciliumnetworkpolicies.cilium.io
  done_cilium_kinds || stop 'it ran, and nothing shows that it is done'
fi

done_policies() {
  kubectl --context "$context" diff --server-side --field-manager ichor --filename "$output"/kubernetes/30-policies >/dev/null 2>&1
}
begin 6/7 policies 'Apply 30-policies'
if done_policies; then
  echo "   done already"
else
  kubectl --context "$context" apply "$@" --server-side --field-manager ichor --filename "$output"/kubernetes/30-policies
  [ -n "$dry" ] || await 60 done_policies || stop 'it ran, and after 60 s nothing shows that it is done'
fi

done_workloads() {
  kubectl --context "$context" diff --server-side --field-manager ichor --filename "$output"/kubernetes/40-workloads >/dev/null 2>&1
}
begin 7/7 workloads 'Apply 40-workloads'
if done_workloads; then
  echo "   done already"
else
  kubectl --context "$context" apply "$@" --server-side --field-manager ichor --filename "$output"/kubernetes/40-workloads
  [ -n "$dry" ] || await 60 done_workloads || stop 'it ran, and after 60 s nothing shows that it is done'
fi
kubectl --context "$context" --namespace joelclaw get secret system-bus-env --output name >/dev/null 2>&1 ||
  echo '   secret joelclaw/system-bus-env is missing: its pods wait until kubectl create secret makes it'

step=
echo "== done"
