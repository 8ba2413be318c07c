#!/bin/sh
# Create joelclaw. What each step is for, what it costs and how it is undone stands in ../PLAN.md.
#
# usage: ./create.sh
# The cluster is reached by files below .ichor/joelclaw of the repository; ICHOR_STATE, ICHOR_KUBECONFIG and
# ICHOR_TALOSCONFIG name others. The current context is never used.
# What is done already is left alone: after a failure, mend what it names and run this again.
set -eu
output=$(cd "$(dirname "$0")/.." && pwd)
state=${ICHOR_STATE:-$(cd "$output/../.." && pwd)/.ichor/joelclaw}
kubeconfig=${ICHOR_KUBECONFIG:-$state/kubeconfig}
talosconfig=${ICHOR_TALOSCONFIG:-$state/talosconfig}

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

command -v docker >/dev/null || stop 'docker is missing'
command -v helm >/dev/null || stop 'helm is missing'
command -v kubectl >/dev/null || stop 'kubectl is missing'
command -v talosctl >/dev/null || stop 'talosctl is missing'
(umask 077 && mkdir -p "$state")
if [ "$(git -C "$state" rev-parse --is-inside-work-tree 2>/dev/null)" = true ]; then
  for file in secrets.yaml talosconfig kubeconfig; do
    git -C "$state" check-ignore --quiet "$file" || stop "git would commit $state/$file: write .ichor/ in .gitignore; nothing was run"
  done
fi

done_container() {
  answer=$(docker container inspect --format '{{.State.Status}} {{.Config.Image}}' joelclaw-controlplane-1 2>/dev/null) &&
    matches "$answer" '^running '
}
begin 1/11 container 'Create the container joelclaw-controlplane-1'
if done_container; then
  echo "   done already"
else
  docker info --format '{{.ServerVersion}}' >/dev/null 2>&1 ||
    stop 'no Docker answers: ichor doctor says how to start it'
  answer=$(docker ps --all --filter 'name=^joelclaw-controlplane-1$' --format '{{.State}}') ||
    stop 'docker gave no answer'
  [ -z "$answer" ] ||
    stop 'a container joelclaw-controlplane-1 is there and doesn'\''t run: docker start joelclaw-controlplane-1, or talosctl cluster destroy --name joelclaw, which deletes its data'
  env KUBECONFIG="$kubeconfig" sh "$output"/talos/create.sh --talosconfig-destination "$talosconfig"
  done_container || stop 'it ran, and nothing shows that it is done'
fi

done_kubeconfig() {
  answer=$(kubectl --kubeconfig "$kubeconfig" get --raw /readyz 2>/dev/null) &&
    matches "$answer" '^ok'
}
begin 2/11 kubeconfig 'Fetch the kubeconfig'
if done_kubeconfig; then
  echo "   done already"
else
  talosctl --talosconfig "$talosconfig" --nodes 10.5.0.2 kubeconfig "$kubeconfig" --merge=false --force
  sh -c 'kubectl --kubeconfig "$1" config set-cluster joelclaw --server "https://127.0.0.1:$(docker port joelclaw-controlplane-1 6443/tcp | sed '\''s/.*://;q'\'')"' sh "$kubeconfig"
  await 600 done_kubeconfig || stop 'it ran, and after 600 s nothing shows that it is done'
fi

begin 3/11 look 'Look at the cluster'
answer=$(kubectl --kubeconfig "$kubeconfig" --namespace kube-system get daemonset kube-flannel --ignore-not-found --output name) ||
  stop 'kubectl gave no answer'
[ -z "$answer" ] ||
  stop 'kube-flannel runs there, which the definition does not have: it is another cluster, or one to migrate first'
answer=$(kubectl --kubeconfig "$kubeconfig" --namespace kube-system get daemonset kube-proxy --ignore-not-found --output name) ||
  stop 'kubectl gave no answer'
[ -z "$answer" ] ||
  stop 'kube-proxy runs there, which the definition does not have: it is another cluster, or one to migrate first'
answer=$(helm --kubeconfig "$kubeconfig" --namespace kube-system list --deployed --failed --pending --filter '^cilium$' --output json) ||
  stop 'helm gave no answer'
matches "$answer" '^\[\]|"chart":"cilium-1\.20\.2"' ||
  stop 'Cilium is there in another release than 1.20.2: upgrade it first, one minor at a time'

done_namespaces() {
  kubectl --kubeconfig "$kubeconfig" diff --server-side --field-manager ichor --filename "$output"/kubernetes/00-namespaces >/dev/null 2>&1
}
begin 4/11 namespaces 'Apply 00-namespaces'
if done_namespaces; then
  echo "   done already"
else
  kubectl --kubeconfig "$kubeconfig" apply --server-side --field-manager ichor --filename "$output"/kubernetes/00-namespaces
  await 60 done_namespaces || stop 'it ran, and after 60 s nothing shows that it is done'
fi

done_storage() {
  kubectl --kubeconfig "$kubeconfig" diff --server-side --field-manager ichor --filename "$output"/kubernetes/20-storage >/dev/null 2>&1
}
begin 5/11 storage 'Apply 20-storage'
if done_storage; then
  echo "   done already"
else
  kubectl --kubeconfig "$kubeconfig" apply --server-side --field-manager ichor --filename "$output"/kubernetes/20-storage
  await 60 done_storage || stop 'it ran, and after 60 s nothing shows that it is done'
fi

done_cilium() {
  answer=$(helm --kubeconfig "$kubeconfig" --namespace kube-system history cilium --max 1 --output json 2>/dev/null) &&
    matches "$answer" '"status":"deployed"' &&
    matches "$answer" '"chart":"cilium-1\.20\.2"' &&
    matches "$answer" '"description":"ichor 161ba16f10b8df44"'
}
begin 6/11 cilium 'Install Cilium 1.20.2'
if done_cilium; then
  echo "   done already"
else
  helm --kubeconfig "$kubeconfig" --namespace kube-system upgrade --install cilium cilium --repo https://helm.cilium.io --version 1.20.2 --values "$output"/cilium/values.yaml --description 'ichor 161ba16f10b8df44' --wait --timeout 10m
  done_cilium || stop 'it ran, and nothing shows that it is done'
fi

done_cilium_kinds() {
  kubectl --kubeconfig "$kubeconfig" get crd/ciliumnetworkpolicies.cilium.io --output name >/dev/null 2>&1
}
begin 7/11 cilium-kinds 'Wait for Cilium'\''s kinds'
if done_cilium_kinds; then
  echo "   done already"
else
  kubectl --kubeconfig "$kubeconfig" wait --for create --timeout 2m crd/ciliumnetworkpolicies.cilium.io
  kubectl --kubeconfig "$kubeconfig" wait --for condition=established --timeout 2m crd/ciliumnetworkpolicies.cilium.io
  done_cilium_kinds || stop 'it ran, and nothing shows that it is done'
fi

done_policies() {
  kubectl --kubeconfig "$kubeconfig" diff --server-side --field-manager ichor --filename "$output"/kubernetes/30-policies >/dev/null 2>&1
}
begin 8/11 policies 'Apply 30-policies'
if done_policies; then
  echo "   done already"
else
  kubectl --kubeconfig "$kubeconfig" apply --server-side --field-manager ichor --filename "$output"/kubernetes/30-policies
  await 60 done_policies || stop 'it ran, and after 60 s nothing shows that it is done'
fi

done_workloads() {
  kubectl --kubeconfig "$kubeconfig" diff --server-side --field-manager ichor --filename "$output"/kubernetes/40-workloads >/dev/null 2>&1
}
begin 9/11 workloads 'Apply 40-workloads'
if done_workloads; then
  echo "   done already"
else
  kubectl --kubeconfig "$kubeconfig" apply --server-side --field-manager ichor --filename "$output"/kubernetes/40-workloads
  await 60 done_workloads || stop 'it ran, and after 60 s nothing shows that it is done'
fi
kubectl --kubeconfig "$kubeconfig" --namespace joelclaw get secret system-bus-env --output name >/dev/null 2>&1 ||
  echo '   secret joelclaw/system-bus-env is missing: its pods wait until kubectl create secret makes it'

begin 10/11 nodes-ready 'Wait for the nodes'
kubectl --kubeconfig "$kubeconfig" wait --for condition=Ready nodes --all --timeout 10m

begin 11/11 workloads-ready 'Wait for the workloads'
kubectl --kubeconfig "$kubeconfig" --namespace joelclaw rollout status statefulset/redis --timeout 10m
kubectl --kubeconfig "$kubeconfig" --namespace joelclaw rollout status statefulset/qdrant --timeout 10m
kubectl --kubeconfig "$kubeconfig" --namespace joelclaw rollout status statefulset/inngest --timeout 10m

step=
echo "== done"
