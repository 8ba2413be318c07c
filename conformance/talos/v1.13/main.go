// Command talos-judge answers with the Talos 1.13 configuration machinery.
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
	return cfg.Validate(mode, opts...)
}

// Summarize implements judge.Machinery.
func (machinery) Summarize(cfg config.Provider, s *judge.Summary) {
	machine, cluster := cfg.Machine(), cfg.Cluster()
	features, network := machine.Features(), cluster.Network()

	s.PodSubnets = network.PodCIDRs()
	s.ServiceSubnets = network.ServiceCIDRs()
	s.DNSDomain = network.DNSDomain()

	if prism := features.KubePrism(); prism.Enabled() {
		s.KubePrism = judge.KubePrism{Enabled: true, Port: prism.Port()}
	}

	s.HostDNS = judge.HostDNS{
		Enabled:              features.HostDNS().Enabled(),
		ForwardKubeDNSToHost: features.HostDNS().ForwardKubeDNSToHost(),
		ResolveMemberNames:   features.HostDNS().ResolveMemberNames(),
	}

	s.KubeletExtraMounts = []string{}

	for _, mount := range machine.Kubelet().ExtraMounts() {
		s.KubeletExtraMounts = append(s.KubeletExtraMounts, mount.Destination)
	}

	s.NodeLabels = map[string]string{}
	maps.Copy(s.NodeLabels, machine.NodeLabels())

	s.NodeTaints = map[string]string{}
	judge.AddRegistered(s.NodeTaints, machine.Kubelet().ExtraConfig())

	if !machine.Type().IsControlPlane() {
		return
	}

	// Workers may not change their own taints once they are registered.
	maps.Copy(s.NodeTaints, machine.NodeTaints())

	s.CNI = new(network.CNI().Name())
	s.KubeProxyEnabled = new(cluster.Proxy().Enabled())
	s.APIServerExtraArgs = extraArgs(cluster.APIServer())
	s.AllowSchedulingOnControlPlanes = new(cluster.ScheduleOnControlPlanes())

	// What Talos' node label and taint controllers add on control planes.
	s.NodeLabels[constants.LabelNodeRoleControlPlane] = ""

	if !cluster.ScheduleOnControlPlanes() {
		s.NodeTaints[constants.LabelNodeRoleControlPlane] = "NoSchedule"
	}
}
