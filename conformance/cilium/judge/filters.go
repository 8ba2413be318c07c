package judge

import (
	"cmp"
	"maps"
	"slices"

	"github.com/cilium/cilium/pkg/policy"
	"github.com/cilium/cilium/pkg/policy/types"
)

// filters lists what upstream made of the rules for a subject, in a stable order.
func (p *population) filters(subject int, endpoint *policy.EndpointPolicy) []Filter {
	l4 := &endpoint.SelectorPolicy.L4Policy

	return append(
		p.filtersOf(subject, "ingress", l4.Ingress.PortRules),
		p.filtersOf(subject, "egress", l4.Egress.PortRules)...,
	)
}

func (p *population) filtersOf(subject int, direction string, tiers policy.L4PolicyMaps) []Filter {
	var filters []Filter

	for l4 := range tiers.Filters() {
		filters = append(filters, Filter{
			Subject:   subject,
			Direction: direction,
			Tier:      int(l4.Tier),
			Port:      int(l4.Port),
			EndPort:   int(l4.EndPort),
			PortName:  l4.PortName,
			Protocol:  string(l4.Protocol),
			Selectors: p.selectors(l4),
		})
	}

	slices.SortFunc(filters, func(a, b Filter) int {
		return cmp.Or(
			cmp.Compare(a.Tier, b.Tier), cmp.Compare(a.Protocol, b.Protocol), cmp.Compare(a.Port, b.Port),
			cmp.Compare(a.EndPort, b.EndPort), cmp.Compare(a.PortName, b.PortName),
		)
	})

	return filters
}

func (p *population) selectors(l4 *policy.L4Filter) []FilterSelector {
	list := make([]FilterSelector, 0, len(l4.PerSelectorPolicies))

	for selector, rules := range l4.PerSelectorPolicies {
		entry := newFilterSelector(rules)
		entry.Selector = selector.String()
		entry.Wildcard = selector.IsWildcard()
		entry.Peers = p.selected(selector)
		list = append(list, entry)
	}

	slices.SortFunc(list, func(a, b FilterSelector) int { return cmp.Compare(a.Selector, b.Selector) })

	return list
}

func (p *population) selected(selector policy.CachedSelector) []int {
	peers := []int{}

	for _, number := range selector.GetSelections() {
		peers = append(peers, p.places[number]...)
	}

	slices.Sort(peers)

	return peers
}

// newFilterSelector describes rules; nil ones allow everything.
func newFilterSelector(rules *policy.PerSelectorPolicy) FilterSelector {
	if rules == nil {
		return FilterSelector{Unrestricted: true}
	}

	entry := FilterSelector{
		Deny:             rules.IsDeny(),
		Pass:             rules.GetVerdict() == types.Pass,
		Priority:         int(rules.Priority),
		Parser:           string(rules.L7Parser),
		HTTP:             rules.HTTP,
		DNS:              rules.DNS,
		ServerNames:      slices.Sorted(maps.Keys(rules.ServerNames)),
		Listener:         rules.Listener,
		ListenerPriority: int(rules.ListenerPriority),
		TerminatingTLS:   secret(rules.TerminatingTLS),
		OriginatingTLS:   secret(rules.OriginatingTLS),
	}

	entry.Unrestricted = !entry.Deny && !entry.Pass && rules.L7Parser == policy.ParserTypeNone && !rules.HasL7Rules()

	if rules.Authentication != nil {
		entry.Authentication = string(rules.Authentication.Mode)
	}

	return entry
}

func secret(tls *policy.TLSContext) string {
	if tls == nil {
		return ""
	}

	return tls.Secret.String()
}
