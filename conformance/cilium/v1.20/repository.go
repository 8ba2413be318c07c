package main

import (
	"log/slog"

	"ichor.invalid/conformance/cilium/judge"

	"github.com/cilium/cilium/pkg/endpoint/regeneration"
	"github.com/cilium/cilium/pkg/identity"
	"github.com/cilium/cilium/pkg/identity/identitymanager"
	ipcache "github.com/cilium/cilium/pkg/ipcache/types"
	"github.com/cilium/cilium/pkg/policy"
	"github.com/cilium/cilium/pkg/policy/types"
	testpolicy "github.com/cilium/cilium/pkg/testutils/policy"
	ports "github.com/cilium/cilium/pkg/types"
	"github.com/cilium/cilium/pkg/u8proto"
)

type repository struct {
	*policy.Repository
	log *slog.Logger
}

// Open implements judge.Engine.
func (engine) Open(world judge.World) judge.Repository {
	repo := policy.NewPolicyRepository(
		world.Log, world.Identities, world.Certificates, world.Translator,
		identitymanager.NewIDManager(world.Log), testpolicy.NewPolicyMetricsNoop(),
	)

	// Upstream's own getter is the IP cache (pkg/ipcache/ipcache.go), which
	// adds the ports of every pod, by its identity, to just such a map.
	named := ports.NewNamedPortMultiMap()
	for _, entry := range world.Ports {
		named.Update(entry.Identity, nil, entry.Ports)
	}

	repo.SetNamedPortsGetter(namedPorts{named})

	subjects := identity.IdentityMap{}
	for _, subject := range world.Subjects {
		subjects[subject.Identity.ID] = subject.Identity.LabelArray
	}

	repo.UpdateIdentities(subjects, nil)

	return repository{Repository: repo, log: world.Log}
}

// Replace implements judge.Repository.
func (r repository) Replace(entries types.PolicyEntries, resource ipcache.ResourceID) {
	r.ReplaceByResource(entries, resource)
}

// Compute implements judge.Repository.
func (r repository) Compute(subject *judge.Subject) (*policy.EndpointPolicy, error) {
	selectors, _, err := r.ComputeSelectorPolicy(subject.Identity)
	if err != nil {
		return nil, err
	}

	endpoint := selectors.DistillPolicy(r.log, owner{subject}, map[string]uint16{policy.FallbackRedirectID: proxyPort})

	return endpoint, endpoint.Ready()
}

type namedPorts struct{ all ports.NamedPortMultiMap }

// GetNamedPorts implements policy.NamedPortsGetter.
func (n namedPorts) GetNamedPorts() ports.NamedPortMultiMap { return n.all }

// owner is the endpoint that a policy is for.
type owner struct{ *judge.Subject }

var _ policy.PolicyOwner = owner{}

// GetID implements policy.PolicyOwner.
func (owner) GetID() uint64 { return 1 }

// GetIngressNamedPort implements policy.PolicyOwner as Endpoint does
// (pkg/endpoint/policy.go): only the pod's own ports count.
func (o owner) GetIngressNamedPort(name string, proto u8proto.U8proto) uint16 {
	port, _ := o.Ports.GetNamedPort(name, proto)

	return port
}

// IsHost implements policy.PolicyOwner.
func (o owner) IsHost() bool { return o.Identity.ID == identity.ReservedIdentityHost }

// PolicyDebug implements policy.PolicyOwner.
func (owner) PolicyDebug(string, ...any) {}

// PreviousMapStateSizes implements policy.PolicyOwner.
func (owner) PreviousMapStateSizes() policy.MapStateSizes { return policy.MapStateSizes{} }

// RegenerateIfAlive implements policy.PolicyOwner.
func (owner) RegenerateIfAlive(*regeneration.ExternalRegenerationMetadata) <-chan bool {
	done := make(chan bool)
	close(done)

	return done
}
