// Command cilium-engine answers with Cilium 1.19's policy engine.
package main

import (
	"errors"
	"log/slog"

	"ichor.invalid/conformance/cilium/judge"

	"github.com/cilium/cilium/pkg/k8s"
	"github.com/cilium/cilium/pkg/k8s/apis/cilium.io/v2"
	slim_corev1 "github.com/cilium/cilium/pkg/k8s/slim/k8s/api/core/v1"
	"github.com/cilium/cilium/pkg/labels"
	"github.com/cilium/cilium/pkg/option"
	"github.com/cilium/cilium/pkg/policy/types"
	ports "github.com/cilium/cilium/pkg/types"
)

func main() { judge.Main(engine{}) }

type engine struct{}

// Configure implements judge.Engine.
func (engine) Configure(config judge.Config) error {
	option.Config.AllowLocalhost = option.AllowLocalhostPolicy
	if config.AllowLocalhost {
		option.Config.AllowLocalhost = option.AllowLocalhostAlways
	}

	return judge.CheckMatchModes(config, "nodes")
}

// PodMetadata implements judge.Engine. The ports are added as
// Endpoint.SetK8sMetadata does (pkg/endpoint/endpoint.go).
func (engine) PodMetadata(log *slog.Logger, namespace judge.NameLabels, pod *slim_corev1.Pod) (ports.NamedPortMap, map[string]string) {
	containerPorts, lbls := k8s.GetPodMetadata(log, namespace, pod)
	named := ports.NamedPortMap{}

	for _, port := range containerPorts {
		if port.Name == "" {
			continue
		}

		// A port that can't be added is left out.
		_ = named.AddPort(port.Name, int(port.ContainerPort), string(port.Protocol))
	}

	return named, lbls
}

// PortLabels implements judge.Engine: here ports are no part of identities.
func (engine) PortLabels(ports.NamedPortMap) labels.LabelArray { return nil }

// Derived implements judge.Engine: of groups the operator makes CIDRs in another policy.
func (engine) Derived(policy *v2.CiliumNetworkPolicy) bool { return policy.RequiresDerivative() }

// ParseClusterNetworkPolicy implements judge.Engine.
func (engine) ParseClusterNetworkPolicy(*slog.Logger, string, []byte) (types.PolicyEntries, error) {
	return nil, errors.New("Cilium 1.19 does not know ClusterNetworkPolicy") //nolint:staticcheck // a name
}
