#!/bin/sh
# Look whether joelclaw is as it should be. What each step is for, what it costs and how it is undone stands in ../PLAN.md.
#
# usage: ./verify.sh
# The cluster is reached by files below .ichor/joelclaw of the repository; ICHOR_STATE, ICHOR_KUBECONFIG and
# ICHOR_TALOSCONFIG name others. The current context is never used.
set -eu
output=$(cd "$(dirname "$0")/.." && pwd)
state=${ICHOR_STATE:-$(cd "$output/../.." && pwd)/.ichor/joelclaw}
kubeconfig=${ICHOR_KUBECONFIG:-$state/kubeconfig}

stop() {
  echo "$1" >&2
  exit 1
}
found=
complain() {
  echo "   $1"
  found=yes
}
begin() {
  echo "== $1 $3"
}
# Whether a line of a text is of a POSIX extended regular expression.
matches() {
  printf "%s\n" "$1" | grep -Eq -e "$2"
}

command -v kubectl >/dev/null || stop 'kubectl is missing'

begin 1/5 nodes Nodes
kubectl --kubeconfig "$kubeconfig" wait --for condition=Ready nodes --all --timeout 5s >/dev/null 2>&1 ||
  complain 'a node is not Ready: kubectl describe nodes says why'

begin 2/5 cilium Cilium
kubectl --kubeconfig "$kubeconfig" --namespace kube-system rollout status daemonset/cilium --timeout 5s >/dev/null 2>&1 ||
  complain 'an agent is not ready: kubectl --namespace kube-system logs daemonset/cilium'
kubectl --kubeconfig "$kubeconfig" --namespace kube-system rollout status deployment/cilium-operator --timeout 5s >/dev/null 2>&1 ||
  complain 'the operator is not ready: kubectl --namespace kube-system logs deployment/cilium-operator'
if answer=$(kubectl --kubeconfig "$kubeconfig" --namespace kube-system get daemonset cilium --output 'jsonpath={.spec.template.spec.containers[?(@.name=="cilium-agent")].image}'); then
  matches "$answer" ':v1\.20\.2(@|$)' ||
    complain 'the agents are of another release than 1.20.2: ichor apply installs it'
else
  complain 'kubectl gave no answer'
fi
if answer=$(kubectl --kubeconfig "$kubeconfig" --namespace kube-system exec daemonset/cilium --container cilium-agent -- cilium-dbg status --brief); then
  matches "$answer" '^OK$' ||
    complain 'the agent says that it is not well: kubectl --namespace kube-system exec daemonset/cilium -- cilium-dbg status'
else
  complain 'kubectl gave no answer'
fi

begin 3/5 replaced 'What Cilium replaces'
if answer=$(kubectl --kubeconfig "$kubeconfig" --namespace kube-system get daemonset kube-proxy --ignore-not-found --output name); then
  [ -z "$answer" ] ||
    complain 'kube-proxy runs beside Cilium: both would answer for Services'
else
  complain 'kubectl gave no answer'
fi
if answer=$(kubectl --kubeconfig "$kubeconfig" --namespace kube-system get daemonset kube-flannel --ignore-not-found --output name); then
  [ -z "$answer" ] ||
    complain 'Flannel runs beside Cilium: pods get addresses of either'
else
  complain 'kubectl gave no answer'
fi
if answer=$(kubectl --kubeconfig "$kubeconfig" --namespace kube-system exec daemonset/cilium --container cilium-agent -- cilium-dbg status); then
  matches "$answer" '^KubeProxyReplacement: +True' ||
    complain 'Cilium does not replace kube-proxy: Services lead nowhere'
else
  complain 'kubectl gave no answer'
fi

begin 4/5 agreement 'What Talos and Cilium agree on'
if answer=$(kubectl --kubeconfig "$kubeconfig" --namespace kube-system get daemonset cilium --output 'jsonpath={.spec.template.spec.containers[?(@.name=="cilium-agent")].env[?(@.name=="KUBERNETES_SERVICE_PORT")].value}'); then
  matches "$answer" '^7445$' ||
    complain 'the agents don'\''t reach the API server by KubePrism at port 7445'
else
  complain 'kubectl gave no answer'
fi
if answer=$(kubectl --kubeconfig "$kubeconfig" --namespace kube-system get configmap cilium-config --output 'jsonpath={.data.node-port-range}'); then
  matches "$answer" '^30000,32767$' ||
    complain 'Cilium has another range of node ports than 30000-32767'
else
  complain 'kubectl gave no answer'
fi
if answer=$(kubectl --kubeconfig "$kubeconfig" --namespace kube-system get pods --selector k8s-app=kube-apiserver --output 'jsonpath={.items[0].spec.containers[0].command}'); then
  matches "$answer" '--service-node-port-range=30000-32767"' ||
    complain 'the API server has another range of node ports than 30000-32767'
else
  complain 'kubectl gave no answer'
fi

begin 5/5 workloads Workloads
kubectl --kubeconfig "$kubeconfig" --namespace joelclaw rollout status statefulset/redis --timeout 5s >/dev/null 2>&1 ||
  complain 'joelclaw/redis is not ready: kubectl --namespace joelclaw describe pods'
kubectl --kubeconfig "$kubeconfig" --namespace joelclaw rollout status statefulset/qdrant --timeout 5s >/dev/null 2>&1 ||
  complain 'joelclaw/qdrant is not ready: kubectl --namespace joelclaw describe pods'
kubectl --kubeconfig "$kubeconfig" --namespace joelclaw rollout status statefulset/inngest --timeout 5s >/dev/null 2>&1 ||
  complain 'joelclaw/inngest is not ready: kubectl --namespace joelclaw describe pods'

[ -z "$found" ] || exit 1
echo "== done"
