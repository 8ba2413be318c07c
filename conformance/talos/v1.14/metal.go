package main

import (
	"ichor.invalid/conformance/talos/judge"

	"github.com/siderolabs/talos/pkg/machinery/config"
)

// SummarizeMetal implements judge.Machinery.
func (machinery) SummarizeMetal(cfg config.Provider, m *judge.Metal) {
	if resolvers := cfg.NetworkResolverConfig(); resolvers != nil {
		for _, resolver := range resolvers.Resolvers() {
			m.Nameservers = append(m.Nameservers, resolver.Addr.String())
		}
	}

	if node := cfg.K8sNodeConfig(); node != nil {
		m.NodeIPSubnets = node.NodeIP().ValidSubnets()
		m.NodeAnnotations = node.Annotations()
	}

	if install := cfg.UnattendedInstallConfig(); install != nil {
		selector := install.VolumeSelector()
		m.Install = &judge.Install{Selector: selector.String(), Image: install.InstallerImage(), Wipe: install.VolumeWipe()}
	}

	m.Discovery = len(cfg.DiscoveryServiceConfigs()) > 0
	m.Sysctls = cfg.SysctlConfig()

	for _, module := range cfg.KernelModuleConfigs() {
		m.KernelModules = append(m.KernelModules, module.Name())
	}

	if apiServer := cfg.K8sAPIServerConfig(); apiServer != nil && cfg.Machine().Type().IsControlPlane() {
		m.APIServerCertSANs = apiServer.CertSANs()
	}

	if span := cfg.NetworkKubeSpanConfig(); span != nil && span.Enabled() {
		m.KubeSpan = &judge.KubeSpan{AdvertiseKubernetesNetworks: span.AdvertiseKubernetesNetworks(), MTU: span.MTU()}
	}
}
