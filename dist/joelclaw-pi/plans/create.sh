#!/bin/sh
# Create joelclaw-pi. What each step is for, what it costs and how it is undone stands in ../PLAN.md.
#
# usage: ./create.sh
# The cluster is reached by files below .ichor/joelclaw-pi of the repository; ICHOR_STATE, ICHOR_KUBECONFIG and
# ICHOR_TALOSCONFIG name others. The current context is never used.
# What is done already is left alone: after a failure, mend what it names and run this again.
set -eu
output=$(cd "$(dirname "$0")/.." && pwd)
state=${ICHOR_STATE:-$(cd "$output/../.." && pwd)/.ichor/joelclaw-pi}
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

command -v helm >/dev/null || stop 'helm is missing'
command -v kubectl >/dev/null || stop 'kubectl is missing'
command -v talosctl >/dev/null || stop 'talosctl is missing'
(umask 077 && mkdir -p "$state")
if [ "$(git -C "$state" rev-parse --is-inside-work-tree 2>/dev/null)" = true ]; then
  for file in secrets.yaml talosconfig kubeconfig; do
    git -C "$state" check-ignore --quiet "$file" || stop "git would commit $state/$file: write .ichor/ in .gitignore; nothing was run"
  done
fi

begin 1/21 images 'Have Image Factory make the images'
sh "$output"/talos/create.sh images

begin 2/21 config 'Make the secrets, and try the machine config'
sh "$output"/talos/create.sh config "$state"

done_node_pi_1() {
  talosctl --talosconfig "$talosconfig" --endpoints 192.168.1.31 --nodes 192.168.1.31 version --short >/dev/null 2>&1
}
there_node_pi_1() {
  talosctl --nodes 192.168.1.31 version --insecure --short >/dev/null 2>&1
}
begin 3/21 node-pi-1 'Give pi-1 its config'
if done_node_pi_1; then
  echo "   done already"
else
  there_node_pi_1 || {
    echo '   by hand: Boot pi-1 from its image. Where its screen shows another address than 192.168.1.31, run talos/create.sh apply STATE pi-1 ADDRESS yourself.'
    await 86400 there_node_pi_1 || stop 'it was not done within a day'
  }
  sh "$output"/talos/create.sh apply "$state" pi-1
  await 900 done_node_pi_1 || stop 'it ran, and after 900 s nothing shows that it is done'
fi

done_node_pi_2() {
  talosctl --talosconfig "$talosconfig" --endpoints 192.168.1.32 --nodes 192.168.1.32 version --short >/dev/null 2>&1
}
there_node_pi_2() {
  talosctl --nodes 192.168.1.32 version --insecure --short >/dev/null 2>&1
}
begin 4/21 node-pi-2 'Give pi-2 its config'
if done_node_pi_2; then
  echo "   done already"
else
  there_node_pi_2 || {
    echo '   by hand: Boot pi-2 from its image. Where its screen shows another address than 192.168.1.32, run talos/create.sh apply STATE pi-2 ADDRESS yourself.'
    await 86400 there_node_pi_2 || stop 'it was not done within a day'
  }
  sh "$output"/talos/create.sh apply "$state" pi-2
  await 900 done_node_pi_2 || stop 'it ran, and after 900 s nothing shows that it is done'
fi

done_node_pi_3() {
  talosctl --talosconfig "$talosconfig" --endpoints 192.168.1.33 --nodes 192.168.1.33 version --short >/dev/null 2>&1
}
there_node_pi_3() {
  talosctl --nodes 192.168.1.33 version --insecure --short >/dev/null 2>&1
}
begin 5/21 node-pi-3 'Give pi-3 its config'
if done_node_pi_3; then
  echo "   done already"
else
  there_node_pi_3 || {
    echo '   by hand: Boot pi-3 from its image. Where its screen shows another address than 192.168.1.33, run talos/create.sh apply STATE pi-3 ADDRESS yourself.'
    await 86400 there_node_pi_3 || stop 'it was not done within a day'
  }
  sh "$output"/talos/create.sh apply "$state" pi-3
  await 900 done_node_pi_3 || stop 'it ran, and after 900 s nothing shows that it is done'
fi

done_node_nuc_1() {
  talosctl --talosconfig "$talosconfig" --endpoints 192.168.1.41 --nodes 192.168.1.41 version --short >/dev/null 2>&1
}
there_node_nuc_1() {
  talosctl --nodes 192.168.1.41 version --insecure --short >/dev/null 2>&1
}
begin 6/21 node-nuc-1 'Give nuc-1 its config'
if done_node_nuc_1; then
  echo "   done already"
else
  there_node_nuc_1 || {
    echo '   by hand: Boot nuc-1 from its image. Where its screen shows another address than 192.168.1.41, run talos/create.sh apply STATE nuc-1 ADDRESS yourself.'
    await 86400 there_node_nuc_1 || stop 'it was not done within a day'
  }
  sh "$output"/talos/create.sh apply "$state" nuc-1
  await 900 done_node_nuc_1 || stop 'it ran, and after 900 s nothing shows that it is done'
fi

done_node_nuc_2() {
  talosctl --talosconfig "$talosconfig" --endpoints 192.168.1.42 --nodes 192.168.1.42 version --short >/dev/null 2>&1
}
there_node_nuc_2() {
  talosctl --nodes 192.168.1.42 version --insecure --short >/dev/null 2>&1
}
begin 7/21 node-nuc-2 'Give nuc-2 its config'
if done_node_nuc_2; then
  echo "   done already"
else
  there_node_nuc_2 || {
    echo '   by hand: Boot nuc-2 from its image. Where its screen shows another address than 192.168.1.42, run talos/create.sh apply STATE nuc-2 ADDRESS yourself.'
    await 86400 there_node_nuc_2 || stop 'it was not done within a day'
  }
  sh "$output"/talos/create.sh apply "$state" nuc-2
  await 900 done_node_nuc_2 || stop 'it ran, and after 900 s nothing shows that it is done'
fi

done_bootstrap() {
  answer=$(talosctl --talosconfig "$talosconfig" --endpoints 192.168.1.31 --nodes 192.168.1.31 service etcd 2>/dev/null) &&
    matches "$answer" '^STATE +Running'
}
begin 8/21 bootstrap 'Start etcd on pi-1'
if done_bootstrap; then
  echo "   done already"
else
  sh "$output"/talos/create.sh bootstrap "$state"
  await 300 done_bootstrap || stop 'it ran, and after 300 s nothing shows that it is done'
fi

done_kubeconfig() {
  answer=$(kubectl --kubeconfig "$kubeconfig" get --raw /readyz 2>/dev/null) &&
    matches "$answer" '^ok'
}
begin 9/21 kubeconfig 'Fetch the kubeconfig'
if done_kubeconfig; then
  echo "   done already"
else
  sh "$output"/talos/create.sh kubeconfig "$state"
  done_kubeconfig || stop 'it ran, and nothing shows that it is done'
fi

begin 10/21 look 'Look at the cluster'
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
answer=$(kubectl --kubeconfig "$kubeconfig" get crd gateways.gateway.networking.k8s.io --ignore-not-found --output 'jsonpath={.metadata.annotations.gateway\.networking\.k8s\.io/bundle-version}{"."}') ||
  stop 'kubectl gave no answer'
matches "$answer" '^$|^\.$|^v1\.6\.' ||
  stop 'it has another minor of Gateway API than v1.6.1, with which this release of Cilium works: bring it there first with kubectl apply --server-side -f https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.6.1/standard-install.yaml'

done_namespaces() {
  kubectl --kubeconfig "$kubeconfig" diff --server-side --field-manager ichor --filename "$output"/kubernetes/00-namespaces >/dev/null 2>&1
}
begin 11/21 namespaces 'Apply 00-namespaces'
if done_namespaces; then
  echo "   done already"
else
  kubectl --kubeconfig "$kubeconfig" apply --server-side --field-manager ichor --filename "$output"/kubernetes/00-namespaces
  await 60 done_namespaces || stop 'it ran, and after 60 s nothing shows that it is done'
fi

done_storage() {
  kubectl --kubeconfig "$kubeconfig" diff --server-side --field-manager ichor --filename "$output"/kubernetes/20-storage >/dev/null 2>&1
}
begin 12/21 storage 'Apply 20-storage'
if done_storage; then
  echo "   done already"
else
  kubectl --kubeconfig "$kubeconfig" apply --server-side --field-manager ichor --filename "$output"/kubernetes/20-storage
  await 60 done_storage || stop 'it ran, and after 60 s nothing shows that it is done'
fi

done_gateway_api() {
  kubectl --kubeconfig "$kubeconfig" get crd/backendtlspolicies.gateway.networking.k8s.io crd/gatewayclasses.gateway.networking.k8s.io crd/gateways.gateway.networking.k8s.io crd/grpcroutes.gateway.networking.k8s.io crd/httproutes.gateway.networking.k8s.io crd/referencegrants.gateway.networking.k8s.io crd/tlsroutes.gateway.networking.k8s.io --output name >/dev/null 2>&1
}
begin 13/21 gateway-api 'Install the kinds of Gateway API v1.6.1'
if done_gateway_api; then
  echo "   done already"
else
  answer=$(kubectl --kubeconfig "$kubeconfig" get crd gateways.gateway.networking.k8s.io --ignore-not-found --output 'jsonpath={.metadata.annotations.gateway\.networking\.k8s\.io/bundle-version}{"."}') ||
    stop 'kubectl gave no answer'
  matches "$answer" '^$|^\.$|^v1\.6\.1\.$' ||
    stop 'Gateway API is there in another patch than v1.6.1, and lacks one of backendtlspolicies, gatewayclasses, gateways, grpcroutes, httproutes, referencegrants, tlsroutes, without which Cilium leaves all of it alone: kubectl apply --server-side -f https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.6.1/standard-install.yaml'
  kubectl --kubeconfig "$kubeconfig" apply --server-side --field-manager ichor --filename https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.6.1/standard-install.yaml
  kubectl --kubeconfig "$kubeconfig" wait --for condition=established --timeout 2m crd/backendtlspolicies.gateway.networking.k8s.io
  kubectl --kubeconfig "$kubeconfig" wait --for condition=established --timeout 2m crd/gatewayclasses.gateway.networking.k8s.io
  kubectl --kubeconfig "$kubeconfig" wait --for condition=established --timeout 2m crd/gateways.gateway.networking.k8s.io
  kubectl --kubeconfig "$kubeconfig" wait --for condition=established --timeout 2m crd/grpcroutes.gateway.networking.k8s.io
  kubectl --kubeconfig "$kubeconfig" wait --for condition=established --timeout 2m crd/httproutes.gateway.networking.k8s.io
  kubectl --kubeconfig "$kubeconfig" wait --for condition=established --timeout 2m crd/referencegrants.gateway.networking.k8s.io
  kubectl --kubeconfig "$kubeconfig" wait --for condition=established --timeout 2m crd/tlsroutes.gateway.networking.k8s.io
  done_gateway_api || stop 'it ran, and nothing shows that it is done'
fi

done_cilium() {
  answer=$(helm --kubeconfig "$kubeconfig" --namespace kube-system history cilium --max 1 --output json 2>/dev/null) &&
    matches "$answer" '"status":"deployed"' &&
    matches "$answer" '"chart":"cilium-1\.20\.2"' &&
    matches "$answer" '"description":"ichor f3f82a6b31fb31fb"'
}
begin 14/21 cilium 'Install Cilium 1.20.2'
if done_cilium; then
  echo "   done already"
else
  helm --kubeconfig "$kubeconfig" --namespace kube-system upgrade --install cilium cilium --repo https://helm.cilium.io --version 1.20.2 --values "$output"/cilium/values.yaml --description 'ichor f3f82a6b31fb31fb' --wait --timeout 10m
  done_cilium || stop 'it ran, and nothing shows that it is done'
fi

done_cilium_kinds() {
  kubectl --kubeconfig "$kubeconfig" get crd/ciliumnetworkpolicies.cilium.io crd/ciliumclusterwidenetworkpolicies.cilium.io crd/ciliumloadbalancerippools.cilium.io crd/ciliuml2announcementpolicies.cilium.io --output name >/dev/null 2>&1
}
begin 15/21 cilium-kinds 'Wait for Cilium'\''s kinds'
if done_cilium_kinds; then
  echo "   done already"
else
  kubectl --kubeconfig "$kubeconfig" wait --for create --timeout 2m crd/ciliumnetworkpolicies.cilium.io
  kubectl --kubeconfig "$kubeconfig" wait --for condition=established --timeout 2m crd/ciliumnetworkpolicies.cilium.io
  kubectl --kubeconfig "$kubeconfig" wait --for create --timeout 2m crd/ciliumclusterwidenetworkpolicies.cilium.io
  kubectl --kubeconfig "$kubeconfig" wait --for condition=established --timeout 2m crd/ciliumclusterwidenetworkpolicies.cilium.io
  kubectl --kubeconfig "$kubeconfig" wait --for create --timeout 2m crd/ciliumloadbalancerippools.cilium.io
  kubectl --kubeconfig "$kubeconfig" wait --for condition=established --timeout 2m crd/ciliumloadbalancerippools.cilium.io
  kubectl --kubeconfig "$kubeconfig" wait --for create --timeout 2m crd/ciliuml2announcementpolicies.cilium.io
  kubectl --kubeconfig "$kubeconfig" wait --for condition=established --timeout 2m crd/ciliuml2announcementpolicies.cilium.io
  done_cilium_kinds || stop 'it ran, and nothing shows that it is done'
fi

done_network() {
  kubectl --kubeconfig "$kubeconfig" diff --server-side --field-manager ichor --filename "$output"/kubernetes/25-network >/dev/null 2>&1
}
begin 16/21 network 'Apply 25-network'
if done_network; then
  echo "   done already"
else
  kubectl --kubeconfig "$kubeconfig" apply --server-side --field-manager ichor --filename "$output"/kubernetes/25-network
  await 60 done_network || stop 'it ran, and after 60 s nothing shows that it is done'
fi

done_policies() {
  kubectl --kubeconfig "$kubeconfig" diff --server-side --field-manager ichor --filename "$output"/kubernetes/30-policies >/dev/null 2>&1
}
begin 17/21 policies 'Apply 30-policies'
if done_policies; then
  echo "   done already"
else
  kubectl --kubeconfig "$kubeconfig" apply --server-side --field-manager ichor --filename "$output"/kubernetes/30-policies
  await 60 done_policies || stop 'it ran, and after 60 s nothing shows that it is done'
fi

done_workloads() {
  kubectl --kubeconfig "$kubeconfig" diff --server-side --field-manager ichor --filename "$output"/kubernetes/40-workloads >/dev/null 2>&1
}
begin 18/21 workloads 'Apply 40-workloads'
if done_workloads; then
  echo "   done already"
else
  kubectl --kubeconfig "$kubeconfig" apply --server-side --field-manager ichor --filename "$output"/kubernetes/40-workloads
  await 60 done_workloads || stop 'it ran, and after 60 s nothing shows that it is done'
fi
kubectl --kubeconfig "$kubeconfig" --namespace joelclaw get secret system-bus-env --output name >/dev/null 2>&1 ||
  echo '   secret joelclaw/system-bus-env is missing: its pods wait until kubectl create secret makes it'
kubectl --kubeconfig "$kubeconfig" --namespace edge get secret home-tls --output name >/dev/null 2>&1 ||
  echo '   secret edge/home-tls is missing: gateway edge/web can'\''t speak HTTPS until kubectl --namespace edge create secret tls home-tls --cert=FILE --key=FILE makes it'

done_gateways() {
  kubectl --kubeconfig "$kubeconfig" diff --server-side --field-manager ichor --filename "$output"/kubernetes/50-gateways >/dev/null 2>&1
}
begin 19/21 gateways 'Apply 50-gateways'
if done_gateways; then
  echo "   done already"
else
  kubectl --kubeconfig "$kubeconfig" apply --server-side --field-manager ichor --filename "$output"/kubernetes/50-gateways
  await 60 done_gateways || stop 'it ran, and after 60 s nothing shows that it is done'
fi

begin 20/21 nodes-ready 'Wait for the nodes'
kubectl --kubeconfig "$kubeconfig" wait --for condition=Ready nodes --all --timeout 10m

begin 21/21 workloads-ready 'Wait for the workloads'
kubectl --kubeconfig "$kubeconfig" --namespace joelclaw rollout status statefulset/redis --timeout 10m
kubectl --kubeconfig "$kubeconfig" --namespace joelclaw rollout status statefulset/qdrant --timeout 10m
kubectl --kubeconfig "$kubeconfig" --namespace joelclaw rollout status statefulset/inngest --timeout 10m

step=
echo "== done"
