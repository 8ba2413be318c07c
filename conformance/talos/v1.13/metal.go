package main

import (
	"ichor.invalid/conformance/talos/judge"

	"github.com/siderolabs/talos/pkg/machinery/config"
)

// SummarizeMetal implements judge.Machinery.
func (machinery) SummarizeMetal(cfg config.Provider, m *judge.Metal) {
	machine, cluster := cfg.Machine(), cfg.Cluster()

	if resolvers := cfg.NetworkResolverConfig(); resolvers != nil {
		for _, address := range resolvers.Resolvers() {
			m.Nameservers = append(m.Nameservers, address.String())
		}
	}

	m.NodeIPSubnets = machine.Kubelet().NodeIP().ValidSubnets()
	m.NodeAnnotations = machine.NodeAnnotations()
	m.Discovery = cluster.Discovery().Enabled()

	for _, module := range machine.Kernel().Modules() {
		m.KernelModules = append(m.KernelModules, module.Name())
	}

	if machine.Type().IsControlPlane() {
		m.APIServerCertSANs = cluster.CertSANs()
	}

	if span := cfg.NetworkKubeSpanConfig(); span != nil && span.Enabled() {
		m.KubeSpan = &judge.KubeSpan{AdvertiseKubernetesNetworks: span.AdvertiseKubernetesNetworks(), MTU: span.MTU()}
	}
}
