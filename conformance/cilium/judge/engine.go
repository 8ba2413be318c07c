package judge

import (
	"log/slog"

	"github.com/cilium/cilium/pkg/crypto/certificatemanager"
	envoypolicy "github.com/cilium/cilium/pkg/envoy/policy"
	"github.com/cilium/cilium/pkg/identity"
	"github.com/cilium/cilium/pkg/ipcache/types"
	"github.com/cilium/cilium/pkg/k8s/apis/cilium.io/v2"
	slim_corev1 "github.com/cilium/cilium/pkg/k8s/slim/k8s/api/core/v1"
	"github.com/cilium/cilium/pkg/labels"
	"github.com/cilium/cilium/pkg/policy"
	policytypes "github.com/cilium/cilium/pkg/policy/types"
	ports "github.com/cilium/cilium/pkg/types"
)

// Engine is what differs between the supported versions of Cilium.
type Engine interface {
	// Configure sets the options that have no common place.
	Configure(Config) error
	// PodMetadata returns a pod's named ports and its labels, before the
	// filter, as the agent reads them.
	PodMetadata(*slog.Logger, NameLabels, *slim_corev1.Pod) (ports.NamedPortMap, map[string]string)
	// PortLabels are the labels that named ports add to a new pod's identity.
	PortLabels(ports.NamedPortMap) labels.LabelArray
	// ResolveServices puts what toServices stands for into the policy.
	ResolveServices([]Service, *v2.CiliumNetworkPolicy) error
	// Derived says that the agent doesn't load the policy, but what the operator
	// derives from it.
	Derived(*v2.CiliumNetworkPolicy) bool
	// ParseClusterNetworkPolicy parses a ClusterNetworkPolicy of network-policy-api.
	ParseClusterNetworkPolicy(log *slog.Logger, cluster string, object []byte) (policytypes.PolicyEntries, error)
	// Open returns a repository that knows everything but policies.
	Open(World) Repository
}

// NameLabels is the part of an object's metadata that pods take from their namespace.
type NameLabels interface {
	GetName() string
	GetLabels() map[string]string
}

// World is what a repository knows before there are policies.
type World struct {
	Log          *slog.Logger
	Certificates certificatemanager.CertificateManager
	Translator   envoypolicy.EnvoyL7RulesTranslator
	Identities   identity.IdentityMap
	// Subjects are all endpoints.
	Subjects []*Subject
	// Ports are the named ports of every endpoint, once for each.
	Ports []PortsOf
}

// Subject is an endpoint with its own ports.
type Subject struct {
	Identity *identity.Identity
	Ports    ports.NamedPortMap
}

// PortsOf are the named ports of an endpoint with a numeric identity.
type PortsOf struct {
	Identity identity.NumericIdentity
	Ports    ports.NamedPortMap
}

// Repository is upstream's repository.
type Repository interface {
	// Replace loads the rules of an object.
	Replace(policytypes.PolicyEntries, types.ResourceID)
	// Compute returns an endpoint's policy with every redirect in place, or
	// upstream's error for rules that contradict each other.
	Compute(*Subject) (*policy.EndpointPolicy, error)
}
