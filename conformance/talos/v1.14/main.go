// Command talos-judge answers with the Talos 1.14 configuration machinery.
package main

import (
	"maps"

	"ichor.invalid/conformance/talos/judge"

	"github.com/siderolabs/talos/pkg/machinery/config"
	"github.com/siderolabs/talos/pkg/machinery/config/validation"
	"github.com/siderolabs/talos/pkg/machinery/constants"
)

func main() { judge.Main(machinery{}) }

type machinery struct{}

// Validate implements judge.Machinery.
func (machinery) Validate(cfg config.Provider, mode validation.RuntimeMode, opts ...validation.Option) ([]string, error) {
	return cfg.ValidateAsClient(mode, opts...)
}

// Summarize implements judge.Machinery.
func (machinery) Summarize(cfg config.Provider, s *judge.Summary) {
	if network := cfg.K8sNetworkConfig(); network != nil {
		s.PodSubnets = judge.Prefixes(network.PodCIDRs())
		s.ServiceSubnets = judge.Prefixes(network.ServiceCIDRs())
		s.DNSDomain = network.DNSDomain()
	}

	if prism := cfg.K8sKubePrismConfig(); prism != nil {
		s.KubePrism = judge.KubePrism{Enabled: true, Port: prism.Port()}
	}

	if dns := cfg.NetworkHostDNSConfig(); dns != nil {
		s.HostDNS = judge.HostDNS{
			Enabled:              dns.HostDNSEnabled(),
			ForwardKubeDNSToHost: dns.ForwardKubeDNSToHost(),
			ResolveMemberNames:   dns.ResolveMemberNames(),
		}
	}

	s.KubeletExtraMounts = []string{}
	s.NodeLabels, s.NodeTaints = map[string]string{}, map[string]string{}

	if kubelet := cfg.K8sKubeletConfig(); kubelet != nil {
		for _, mount := range kubelet.ExtraMounts() {
			s.KubeletExtraMounts = append(s.KubeletExtraMounts, mount.Destination)
		}

		judge.AddRegistered(s.NodeTaints, kubelet.ExtraConfig())
	}

	if node := cfg.K8sNodeConfig(); node != nil {
		maps.Copy(s.NodeLabels, node.Labels())
		maps.Copy(s.NodeTaints, node.Taints())
	}

	if !cfg.Machine().Type().IsControlPlane() {
		return
	}

	_, tainted := s.NodeTaints[constants.LabelNodeRoleControlPlane]
	s.AllowSchedulingOnControlPlanes = new(!tainted)

	s.CNI = new(cni(cfg))

	if proxy := cfg.K8sProxyConfig(); proxy != nil {
		s.KubeProxyEnabled = new(proxy.Enabled())
	}

	s.APIServerExtraArgs = map[string][]string{}

	if apiServer := cfg.K8sAPIServerConfig(); apiServer != nil {
		maps.Copy(s.APIServerExtraArgs, apiServer.ExtraArgs())
	}
}

// cni tells a custom CNI of the legacy document from none; upstream's accessors
// know Flannel only and see the manifests of any other as just manifests.
func cni(cfg config.Provider) string {
	if cfg.K8sFlannelCNIConfig() != nil {
		return constants.FlannelCNI
	}

	if legacy := cfg.RawV1Alpha1(); legacy != nil && legacy.ClusterConfig != nil && legacy.ClusterConfig.ClusterNetwork != nil {
		return legacy.ClusterConfig.CNI().CNIName
	}

	return constants.NoneCNI
}
