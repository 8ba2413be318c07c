#!/bin/sh
# Bring in nodes that joelclaw-pi lacks. What each step is for, what it costs and how it is undone stands in ../PLAN.md.
#
# usage: ./add-node.sh
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
# Asks a question until the answer is yes, for so many seconds.
await() {
  left=$1
  until "$2"; do
    [ "$left" -gt 0 ] || return 1
    left=$((left - 5))
    sleep 5
  done
}

command -v kubectl >/dev/null || stop 'kubectl is missing'
command -v talosctl >/dev/null || stop 'talosctl is missing'
(umask 077 && mkdir -p "$state")
if [ "$(git -C "$state" rev-parse --is-inside-work-tree 2>/dev/null)" = true ]; then
  for file in secrets.yaml talosconfig kubeconfig; do
    git -C "$state" check-ignore --quiet "$file" || stop "git would commit $state/$file: write .ichor/ in .gitignore; nothing was run"
  done
fi

begin 1/12 secrets 'Look for the secrets of the cluster'
[ -s "$state"/secrets.yaml ] ||
  stop 'secrets.yaml of this cluster is not there: bring it back, since without it no node can be added'

begin 2/12 config 'Make the secrets, and try the machine config'
sh "$output"/talos/create.sh config "$state"

done_node_pi_1() {
  talosctl --talosconfig "$talosconfig" --endpoints 192.168.1.31 --nodes 192.168.1.31 version --short >/dev/null 2>&1
}
spared_node_pi_1() {
  kubectl --kubeconfig "$kubeconfig" get node pi-1 --output name >/dev/null 2>&1
}
there_node_pi_1() {
  talosctl --nodes 192.168.1.31 version --insecure --short >/dev/null 2>&1
}
begin 3/12 node-pi-1 'Bring in pi-1'
if done_node_pi_1; then
  echo "   done already"
elif spared_node_pi_1; then
  echo "   nothing to do"
else
  there_node_pi_1 || {
    echo '   by hand: Boot pi-1 from its image. Where its screen shows another address than 192.168.1.31, run talos/create.sh apply STATE pi-1 ADDRESS yourself.'
    await 86400 there_node_pi_1 || stop 'it was not done within a day'
  }
  sh "$output"/talos/create.sh apply "$state" pi-1
  await 900 done_node_pi_1 || stop 'it ran, and after 900 s nothing shows that it is done'
fi

done_joined_pi_1() {
  kubectl --kubeconfig "$kubeconfig" get node pi-1 --output name >/dev/null 2>&1
}
begin 4/12 joined-pi-1 'Wait until pi-1 is a node of the cluster'
if done_joined_pi_1; then
  echo "   done already"
else
  await 900 done_joined_pi_1 || stop 'it ran, and after 900 s nothing shows that it is done'
fi

done_node_pi_2() {
  talosctl --talosconfig "$talosconfig" --endpoints 192.168.1.32 --nodes 192.168.1.32 version --short >/dev/null 2>&1
}
spared_node_pi_2() {
  kubectl --kubeconfig "$kubeconfig" get node pi-2 --output name >/dev/null 2>&1
}
there_node_pi_2() {
  talosctl --nodes 192.168.1.32 version --insecure --short >/dev/null 2>&1
}
begin 5/12 node-pi-2 'Bring in pi-2'
if done_node_pi_2; then
  echo "   done already"
elif spared_node_pi_2; then
  echo "   nothing to do"
else
  there_node_pi_2 || {
    echo '   by hand: Boot pi-2 from its image. Where its screen shows another address than 192.168.1.32, run talos/create.sh apply STATE pi-2 ADDRESS yourself.'
    await 86400 there_node_pi_2 || stop 'it was not done within a day'
  }
  sh "$output"/talos/create.sh apply "$state" pi-2
  await 900 done_node_pi_2 || stop 'it ran, and after 900 s nothing shows that it is done'
fi

done_joined_pi_2() {
  kubectl --kubeconfig "$kubeconfig" get node pi-2 --output name >/dev/null 2>&1
}
begin 6/12 joined-pi-2 'Wait until pi-2 is a node of the cluster'
if done_joined_pi_2; then
  echo "   done already"
else
  await 900 done_joined_pi_2 || stop 'it ran, and after 900 s nothing shows that it is done'
fi

done_node_pi_3() {
  talosctl --talosconfig "$talosconfig" --endpoints 192.168.1.33 --nodes 192.168.1.33 version --short >/dev/null 2>&1
}
spared_node_pi_3() {
  kubectl --kubeconfig "$kubeconfig" get node pi-3 --output name >/dev/null 2>&1
}
there_node_pi_3() {
  talosctl --nodes 192.168.1.33 version --insecure --short >/dev/null 2>&1
}
begin 7/12 node-pi-3 'Bring in pi-3'
if done_node_pi_3; then
  echo "   done already"
elif spared_node_pi_3; then
  echo "   nothing to do"
else
  there_node_pi_3 || {
    echo '   by hand: Boot pi-3 from its image. Where its screen shows another address than 192.168.1.33, run talos/create.sh apply STATE pi-3 ADDRESS yourself.'
    await 86400 there_node_pi_3 || stop 'it was not done within a day'
  }
  sh "$output"/talos/create.sh apply "$state" pi-3
  await 900 done_node_pi_3 || stop 'it ran, and after 900 s nothing shows that it is done'
fi

done_joined_pi_3() {
  kubectl --kubeconfig "$kubeconfig" get node pi-3 --output name >/dev/null 2>&1
}
begin 8/12 joined-pi-3 'Wait until pi-3 is a node of the cluster'
if done_joined_pi_3; then
  echo "   done already"
else
  await 900 done_joined_pi_3 || stop 'it ran, and after 900 s nothing shows that it is done'
fi

done_node_nuc_1() {
  talosctl --talosconfig "$talosconfig" --endpoints 192.168.1.41 --nodes 192.168.1.41 version --short >/dev/null 2>&1
}
spared_node_nuc_1() {
  kubectl --kubeconfig "$kubeconfig" get node nuc-1 --output name >/dev/null 2>&1
}
there_node_nuc_1() {
  talosctl --nodes 192.168.1.41 version --insecure --short >/dev/null 2>&1
}
begin 9/12 node-nuc-1 'Bring in nuc-1'
if done_node_nuc_1; then
  echo "   done already"
elif spared_node_nuc_1; then
  echo "   nothing to do"
else
  there_node_nuc_1 || {
    echo '   by hand: Boot nuc-1 from its image. Where its screen shows another address than 192.168.1.41, run talos/create.sh apply STATE nuc-1 ADDRESS yourself.'
    await 86400 there_node_nuc_1 || stop 'it was not done within a day'
  }
  sh "$output"/talos/create.sh apply "$state" nuc-1
  await 900 done_node_nuc_1 || stop 'it ran, and after 900 s nothing shows that it is done'
fi

done_joined_nuc_1() {
  kubectl --kubeconfig "$kubeconfig" get node nuc-1 --output name >/dev/null 2>&1
}
begin 10/12 joined-nuc-1 'Wait until nuc-1 is a node of the cluster'
if done_joined_nuc_1; then
  echo "   done already"
else
  await 900 done_joined_nuc_1 || stop 'it ran, and after 900 s nothing shows that it is done'
fi

done_node_nuc_2() {
  talosctl --talosconfig "$talosconfig" --endpoints 192.168.1.42 --nodes 192.168.1.42 version --short >/dev/null 2>&1
}
spared_node_nuc_2() {
  kubectl --kubeconfig "$kubeconfig" get node nuc-2 --output name >/dev/null 2>&1
}
there_node_nuc_2() {
  talosctl --nodes 192.168.1.42 version --insecure --short >/dev/null 2>&1
}
begin 11/12 node-nuc-2 'Bring in nuc-2'
if done_node_nuc_2; then
  echo "   done already"
elif spared_node_nuc_2; then
  echo "   nothing to do"
else
  there_node_nuc_2 || {
    echo '   by hand: Boot nuc-2 from its image. Where its screen shows another address than 192.168.1.42, run talos/create.sh apply STATE nuc-2 ADDRESS yourself.'
    await 86400 there_node_nuc_2 || stop 'it was not done within a day'
  }
  sh "$output"/talos/create.sh apply "$state" nuc-2
  await 900 done_node_nuc_2 || stop 'it ran, and after 900 s nothing shows that it is done'
fi

done_joined_nuc_2() {
  kubectl --kubeconfig "$kubeconfig" get node nuc-2 --output name >/dev/null 2>&1
}
begin 12/12 joined-nuc-2 'Wait until nuc-2 is a node of the cluster'
if done_joined_nuc_2; then
  echo "   done already"
else
  await 900 done_joined_nuc_2 || stop 'it ran, and after 900 s nothing shows that it is done'
fi

step=
echo "== done"
