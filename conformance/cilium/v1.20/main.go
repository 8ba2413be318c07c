// Command cilium-engine answers with Cilium 1.20's policy engine.
package main

import (
	"encoding/json"
	"log/slog"
	"math"

	"ichor.invalid/conformance/cilium/judge"

	policyv1alpha2 "sigs.k8s.io/network-policy-api/apis/v1alpha2"

	"github.com/cilium/cilium/pkg/k8s"
	"github.com/cilium/cilium/pkg/k8s/apis/cilium.io/v2"
	slim_corev1 "github.com/cilium/cilium/pkg/k8s/slim/k8s/api/core/v1"
	"github.com/cilium/cilium/pkg/labels"
	"github.com/cilium/cilium/pkg/option"
	"github.com/cilium/cilium/pkg/policy/types"
	ports "github.com/cilium/cilium/pkg/types"
)

// proxyPort stands for whatever port a proxy would listen on.
const proxyPort = math.MaxUint16

func main() { judge.Main(engine{}) }

type engine struct{}

// Configure implements judge.Engine.
func (engine) Configure(config judge.Config) error {
	option.Config.UnsafeDaemonConfigOption.AllowLocalhost = option.AllowLocalhostPolicy
	if config.AllowLocalhost {
		option.Config.UnsafeDaemonConfigOption.AllowLocalhost = option.AllowLocalhostAlways
	}

	return judge.CheckMatchModes(config, "nodes", "pods")
}

// PodMetadata implements judge.Engine.
func (engine) PodMetadata(log *slog.Logger, namespace judge.NameLabels, pod *slim_corev1.Pod) (ports.NamedPortMap, map[string]string) {
	return k8s.GetPodMetadata(log, namespace, pod)
}

// PortLabels implements judge.Engine.
func (engine) PortLabels(named ports.NamedPortMap) labels.LabelArray {
	return k8s.NamedPortsIdentityLabels(named)
}

// Derived implements judge.Engine: here groups are labels of addresses.
func (engine) Derived(*v2.CiliumNetworkPolicy) bool { return false }

// ParseClusterNetworkPolicy implements judge.Engine.
func (engine) ParseClusterNetworkPolicy(log *slog.Logger, cluster string, object []byte) (types.PolicyEntries, error) {
	var policy policyv1alpha2.ClusterNetworkPolicy
	if err := json.Unmarshal(object, &policy); err != nil {
		return nil, err
	}

	return k8s.ParseClusterNetworkPolicy(log, cluster, &policy)
}
