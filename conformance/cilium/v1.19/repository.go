package main

import (
	"log/slog"
	"math"

	"ichor.invalid/conformance/cilium/judge"

	"github.com/cilium/cilium/pkg/endpoint/regeneration"
	"github.com/cilium/cilium/pkg/identity"
	"github.com/cilium/cilium/pkg/identity/identitymanager"
	ipcache "github.com/cilium/cilium/pkg/ipcache/types"
	"github.com/cilium/cilium/pkg/policy"
	"github.com/cilium/cilium/pkg/policy/types"
	"github.com/cilium/cilium/pkg/spanstat"
	testpolicy "github.com/cilium/cilium/pkg/testutils/policy"
	ports "github.com/cilium/cilium/pkg/types"
	"github.com/cilium/cilium/pkg/u8proto"
)

const (
	endpointID = 1
	// proxyPort stands for whatever port a proxy would listen on.
	proxyPort = math.MaxUint16
)

type repository struct {
	*policy.Repository
	log   *slog.Logger
	named ports.NamedPortMultiMap
}

// Open implements judge.Engine.
func (engine) Open(world judge.World) judge.Repository {
	manager := identitymanager.NewIDManager(world.Log)
	repo := policy.NewPolicyRepository(
		world.Log, world.Identities, world.Certificates, world.Translator,
		manager, testpolicy.NewPolicyMetricsNoop(),
	)

	for _, subject := range world.Subjects {
		manager.Add(subject.Identity)
	}

	named := ports.NewNamedPortMultiMap()
	for _, entry := range world.Ports {
		named.Update(nil, entry.Ports)
	}

	return repository{Repository: repo, log: world.Log, named: named}
}

// Replace implements judge.Repository.
func (r repository) Replace(entries types.PolicyEntries, resource ipcache.ResourceID) {
	r.ReplaceByResource(entries, resource)
}

// Compute implements judge.Repository.
func (r repository) Compute(subject *judge.Subject) (*policy.EndpointPolicy, error) {
	selectors, _, err := r.GetSelectorPolicy(subject.Identity, 0, &statistics{}, endpointID)
	if err != nil {
		return nil, err
	}

	owner := owner{Subject: subject, named: r.named}
	endpoint := selectors.DistillPolicy(r.log, owner, owner.redirects(selectors))

	return endpoint, endpoint.Ready()
}

// owner is the endpoint that a policy is for.
type owner struct {
	*judge.Subject
	named ports.NamedPortMultiMap
}

var _ policy.PolicyOwner = owner{}

// GetID implements policy.PolicyOwner.
func (owner) GetID() uint64 { return endpointID }

// GetNamedPort implements policy.PolicyOwner as Endpoint does
// (pkg/endpoint/policy.go): on ingress only the pod's own ports count. On
// egress it's those of all pods in the IP cache (pkg/ipcache/ipcache.go), and
// a name has to stand for one number in all of them.
func (o owner) GetNamedPort(ingress bool, name string, proto u8proto.U8proto) uint16 {
	if ingress {
		port, _ := o.Ports.GetNamedPort(name, proto)

		return port
	}

	port, _ := o.named.GetNamedPort(name, proto)

	return port
}

// IsHost implements policy.PolicyOwner.
func (o owner) IsHost() bool { return o.Identity.ID == identity.ReservedIdentityHost }

// PolicyDebug implements policy.PolicyOwner.
func (owner) PolicyDebug(string, ...any) {}

// PreviousMapState implements policy.PolicyOwner.
func (owner) PreviousMapState() *policy.MapState { return nil }

// RegenerateIfAlive implements policy.PolicyOwner.
func (owner) RegenerateIfAlive(*regeneration.ExternalRegenerationMetadata) <-chan bool {
	done := make(chan bool)
	close(done)

	return done
}

// redirects are in place for all that the policy sends to a proxy, found as by
// Endpoint.proxyID (pkg/endpoint/policy.go).
func (o owner) redirects(selectors policy.SelectorPolicy) map[string]uint16 {
	redirects := map[string]uint16{}

	for l4, rules := range selectors.RedirectFilters() {
		port := l4.Port
		if port == 0 && l4.PortName != "" {
			if port = o.GetNamedPort(l4.Ingress, l4.PortName, l4.U8Proto); port == 0 {
				continue
			}
		}

		redirects[policy.ProxyID(endpointID, l4.Ingress, string(l4.Protocol), port, rules.Policy.GetListener())] = proxyPort
	}

	return redirects
}

// statistics are nobody's concern here.
type statistics struct{ waiting, calculating spanstat.SpanStat }

// WaitingForPolicyRepository implements policy.GetPolicyStatistics.
func (s *statistics) WaitingForPolicyRepository() *spanstat.SpanStat { return &s.waiting }

// SelectorPolicyCalculation implements policy.GetPolicyStatistics.
func (s *statistics) SelectorPolicyCalculation() *spanstat.SpanStat { return &s.calculating }
