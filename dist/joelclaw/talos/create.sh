#!/bin/sh
# Creates joelclaw: Talos 1.13.9 with Kubernetes 1.36.3 in one Docker container.
#
# usage: ./create.sh [further flags of talosctl cluster create docker]
#
# Needs talosctl 1.13.0 or newer. An older one waits up to 20 minutes for a Ready node, which there can't be
# without a network, and then writes no kubeconfig (https://github.com/siderolabs/talos/issues/12885). With an older one,
# run "talosctl --nodes 10.5.0.2 kubeconfig" in a second terminal and install Cilium from there while the first waits.
#
# Nodes stay NotReady and CoreDNS Pending until Cilium is installed: this is normal.
# The port map, the subnet and the memory belong to the container: other values need a new one.
# `talosctl cluster destroy` deletes the volumes of the container, and with them etcd and all data.
set -eu
cd "$(dirname "$0")"
exec talosctl cluster create docker \
  --name joelclaw \
  --image ghcr.io/siderolabs/talos:v1.13.9 \
  --kubernetes-version 1.36.3 \
  --subnet 10.5.0.0/24 \
  --workers 0 \
  --memory-controlplanes 6GiB \
  --cpus-controlplanes 4.0 \
  --host-ip 127.0.0.1 \
  --config-patch-controlplanes @controlplane-patch.yaml \
  -p 6333:30333/tcp,6334:30334/tcp,6379:30379/tcp,8288:30288/tcp,8289:30289/tcp \
  "$@"
