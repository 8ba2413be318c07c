package judge

import (
	"fmt"
	"slices"
	"strings"

	k8sconst "github.com/cilium/cilium/pkg/k8s/apis/cilium.io"
	"github.com/cilium/cilium/pkg/policy"
	policytypes "github.com/cilium/cilium/pkg/policy/types"
)

const (
	denied     = '.'
	allowed    = 'A'
	redirected = 'R'
)

func (j *Judge) world(req Request) (*WorldAnswer, error) {
	if err := j.configure(req.Config); err != nil {
		return nil, err
	}

	people, err := j.populate(req.Config, req.Identities)
	if err != nil {
		return nil, err
	}

	services, err := j.readServices(req.Config, req.Services, req.EndpointSlices)
	if err != nil {
		return nil, err
	}

	groups, err := readCIDRGroups(req.CIDRGroups)
	if err != nil {
		return nil, err
	}

	repository := j.engine.Open(people.world)
	policies := parser{Judge: j, config: req.Config, services: services}
	answer := &WorldAnswer{
		Policies:   make([]PolicyVerdict, 0, len(req.Policies)),
		Verdicts:   Directions[[]string]{Ingress: []string{}, Egress: []string{}},
		CIDRGroups: groups,
	}

	for i, object := range req.Policies {
		j.place = fmt.Sprintf("policy %d", i)

		loaded, err := policies.parse(object)
		if err != nil {
			answer.Policies = append(answer.Policies, PolicyVerdict{Error: err.Error()})

			continue
		}

		if !loaded.derived {
			repository.Replace(loaded.entries, loaded.resource)
		}

		answer.Policies = append(answer.Policies, PolicyVerdict{Accepted: true, Derived: loaded.derived})
	}

	j.place = "verdicts"

	evaluation{request: req, people: people, answer: answer}.run(repository)

	return answer, nil
}

// evaluation fills the part of an answer that has something for each identity.
type evaluation struct {
	request Request
	people  *population
	answer  *WorldAnswer
}

func (e evaluation) run(repository Repository) {
	var ingress, egress strings.Builder

	if e.request.Filters {
		e.answer.Filters = []Filter{}
	}

	seen := origins{places: map[policy.RuleMeta]int{}}
	if e.request.Provenance {
		e.answer.Rules = &Directions[[][]int]{Ingress: [][]int{}, Egress: [][]int{}}
	}

	computed := make([]*string, len(e.people.subjects))

	for i, subject := range e.people.subjects {
		var (
			endpoint *policy.EndpointPolicy
			mark     byte = '-'
		)

		if subject != nil {
			var err error
			if endpoint, err = repository.Compute(subject); err != nil {
				computed[i], mark = new(err.Error()), '!'
				e.answer.Computed = computed
			}
		}

		if endpoint == nil {
			ingress.WriteByte(mark)
			egress.WriteByte(mark)
			e.addNothing()

			continue
		}

		ingress.WriteByte(bit(endpoint.SelectorPolicy.IngressPolicyEnabled))
		egress.WriteByte(bit(endpoint.SelectorPolicy.EgressPolicyEnabled))

		e.addVerdicts(endpoint, &seen)

		if e.request.Filters {
			e.answer.Filters = append(e.answer.Filters, e.people.filters(i, endpoint)...)
		}
	}

	e.answer.Enforced = Directions[string]{Ingress: ingress.String(), Egress: egress.String()}
	e.answer.Origins = seen.names
}

func (e evaluation) addNothing() {
	verdicts := &e.answer.Verdicts
	verdicts.Ingress = append(verdicts.Ingress, "")
	verdicts.Egress = append(verdicts.Egress, "")

	if rules := e.answer.Rules; rules != nil {
		rules.Ingress = append(rules.Ingress, []int{})
		rules.Egress = append(rules.Egress, []int{})
	}
}

func (e evaluation) addVerdicts(endpoint *policy.EndpointPolicy, seen *origins) {
	ingress, ingressRules := e.look(endpoint, policy.IngressKey(), seen)
	egress, egressRules := e.look(endpoint, policy.EgressKey(), seen)

	verdicts := &e.answer.Verdicts
	verdicts.Ingress = append(verdicts.Ingress, ingress)
	verdicts.Egress = append(verdicts.Egress, egress)

	if rules := e.answer.Rules; rules != nil {
		rules.Ingress = append(rules.Ingress, ingressRules)
		rules.Egress = append(rules.Egress, egressRules)
	}
}

// look asks the endpoint's policy map as the datapath does.
func (e evaluation) look(endpoint *policy.EndpointPolicy, key policytypes.Key, seen *origins) (string, []int) {
	verdicts := make([]byte, 0, len(e.people.peers)*len(e.request.Probes))

	var rules []int

	for _, peer := range e.people.peers {
		for _, probe := range e.request.Probes {
			entry, meta, _ := endpoint.Lookup(key.WithIdentity(peer).WithPortProto(probe.Protocol, probe.Port))

			switch {
			case entry.IsDeny():
				verdicts = append(verdicts, denied)
			case entry.IsRedirectEntry():
				verdicts = append(verdicts, redirected)
			default:
				verdicts = append(verdicts, allowed)
			}

			if e.request.Provenance {
				rules = append(rules, seen.place(meta))
			}
		}
	}

	return string(verdicts), rules
}

func bit(enabled bool) byte {
	if enabled {
		return '1'
	}

	return '0'
}

// origins numbers the sets of policies that verdicts come from.
type origins struct {
	places map[policy.RuleMeta]int
	names  []string
}

func (o *origins) place(meta policy.RuleMeta) int {
	place, known := o.places[meta]
	if !known {
		place = len(o.names)
		o.places[meta] = place
		o.names = append(o.names, describe(meta))
	}

	return place
}

// describe names the policies of a set, or what the engine itself adds.
func describe(meta policy.RuleMeta) string {
	var names []string

	for _, lbls := range meta.LabelArray() {
		var kind, namespace, name, own string

		for _, label := range lbls {
			switch label.Key {
			case k8sconst.PolicyLabelDerivedFrom:
				kind = label.Value
			case k8sconst.PolicyLabelNamespace:
				namespace = label.Value
			case k8sconst.PolicyLabelName:
				name = label.Value
			case policy.LabelKeyPolicyDerivedFrom:
				own = label.Value
			}
		}

		switch {
		case own != "":
			names = append(names, own)
		case kind != "":
			names = append(names, fmt.Sprintf("%s %s/%s", kind, namespace, name))
		}
	}

	slices.Sort(names)

	return strings.Join(slices.Compact(names), ", ")
}
