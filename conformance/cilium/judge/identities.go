package judge

import (
	"bytes"
	"fmt"
	"net/netip"

	"github.com/cilium/cilium/pkg/identity"
	k8sconst "github.com/cilium/cilium/pkg/k8s/apis/cilium.io"
	"github.com/cilium/cilium/pkg/labels"
	"github.com/cilium/cilium/pkg/option"
	ports "github.com/cilium/cilium/pkg/types"
)

// firstNumber is above all identities that are reserved or well known.
const firstNumber = 1000

// population numbers the identities of a world.
type population struct {
	engine  Engine
	config  Config
	numbers map[string]identity.NumericIdentity
	next    identity.NumericIdentity

	world World
	// peers and subjects are in the order of the request; a subject is nil for
	// what is no endpoint here.
	peers    []identity.NumericIdentity
	subjects []*Subject
	// places says which entries of the request have a number.
	places map[identity.NumericIdentity][]int
}

func (j *Judge) populate(config Config, list []Identity) (*population, error) {
	p := &population{
		engine:  j.engine,
		config:  config,
		numbers: map[string]identity.NumericIdentity{},
		next:    firstNumber,
		world: World{
			Log:          j.log,
			Certificates: certificates{},
			Translator:   j.translator,
			Identities:   identity.ListReservedIdentities(),
		},
		places: map[identity.NumericIdentity][]int{},
	}

	for i, entry := range list {
		if err := p.add(i, entry); err != nil {
			return nil, fmt.Errorf("identity %d: %w", i, err)
		}
	}

	return p, nil
}

func (p *population) add(i int, entry Identity) error {
	named := ports.NamedPortMap{}

	for _, port := range entry.Ports {
		if err := named.AddPort(port.Name, port.Number, port.Protocol); err != nil {
			return err
		}
	}

	lbls, err := entry.labels()
	if err != nil {
		return err
	}

	endpoint := p.isEndpoint(entry, lbls)

	if !lbls.IsReserved() {
		for _, label := range p.engine.PortLabels(named) {
			lbls[label.Key] = label
		}
	}

	id, err := p.allocate(lbls)
	if err != nil {
		return err
	}

	p.peers = append(p.peers, id.ID)
	p.places[id.ID] = append(p.places[id.ID], i)

	if len(named) > 0 {
		p.world.Ports = append(p.world.Ports, PortsOf{Identity: id.ID, Ports: named})
	}

	if !endpoint {
		p.subjects = append(p.subjects, nil)

		return nil
	}

	if entry.SubjectLabels != nil {
		id = identity.NewIdentity(id.ID, labels.NewLabelsFromModel(entry.SubjectLabels))
	}

	subject := &Subject{Identity: id, Ports: named}
	p.subjects = append(p.subjects, subject)
	p.world.Subjects = append(p.world.Subjects, subject)

	return nil
}

// labels are all of an identity's, with those that upstream gives to addresses and names.
func (entry Identity) labels() (labels.Labels, error) {
	lbls := labels.NewLabelsFromModel(entry.Labels)

	address := netip.IPv4Unspecified()
	if entry.Family == "ipv6" || (entry.Family == "" && !option.Config.EnableIPv4) {
		address = netip.IPv6Unspecified()
	}

	if entry.CIDR != "" {
		prefix, err := netip.ParsePrefix(entry.CIDR)
		if err != nil {
			return nil, err
		}

		address = prefix.Addr()
		lbls.MergeLabels(labels.GetCIDRLabels(prefix))
	}

	for _, selector := range entry.FQDN {
		label := selector.IdentityLabel()
		lbls[label.Key] = label
	}

	if len(entry.FQDN) > 0 {
		lbls.AddWorldLabel(address)
	}

	return lbls, nil
}

// allocate gives labels the number that the agent's allocator gives them:
// reserved, local to a node or valid in a whole cluster.
func (p *population) allocate(lbls labels.Labels) (*identity.Identity, error) {
	if id := identity.LookupReservedIdentityByLabels(lbls); id != nil {
		known := p.world.Identities[id.ID]
		if len(p.places[id.ID]) > 0 && !known.Equals(id.LabelArray) {
			return nil, fmt.Errorf("%s and %s are both identity %d, and so can't be in one world", known, id.LabelArray, id.ID)
		}

		p.world.Identities[id.ID] = id.LabelArray

		return id, nil
	}

	key := string(bytes.Clone(lbls.SortedList()))

	number, known := p.numbers[key]
	if !known {
		number = identity.ScopeForLabels(lbls) | p.next
		// A remote cluster's pods have its ID in their numbers, and the engine
		// groups identities by that.
		if p.isRemotePod(lbls) {
			number |= 1 << identity.GetClusterIDShift()
		}

		p.next++
		p.numbers[key] = number
	}

	id := identity.NewIdentity(number, lbls)
	p.world.Identities[number] = id.LabelArray

	return id, nil
}

func (p *population) isRemotePod(lbls labels.Labels) bool {
	cluster, ok := lbls[k8sconst.PolicyLabelCluster]

	return ok && cluster.Source == labels.LabelSourceK8s && cluster.Value != p.config.Cluster && !lbls.HasRemoteNodeLabel()
}

func (p *population) isEndpoint(entry Identity, lbls labels.Labels) bool {
	switch {
	case lbls.HasHostLabel():
		return entry.Host && p.config.HostFirewall
	case lbls.HasRemoteNodeLabel(), lbls.HasWorldLabel(), lbls.HasKubeAPIServerLabel(), p.isRemotePod(lbls):
		return false
	case lbls.HasHealthLabel(), lbls.HasIngressLabel(), lbls.HasInitLabel():
		return true
	default:
		return lbls.HasSource(labels.LabelSourceK8s)
	}
}
