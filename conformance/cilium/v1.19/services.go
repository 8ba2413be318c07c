package main

import (
	"maps"
	"net/netip"

	"ichor.invalid/conformance/cilium/judge"

	k8sconst "github.com/cilium/cilium/pkg/k8s/apis/cilium.io"
	"github.com/cilium/cilium/pkg/k8s/apis/cilium.io/v2"
	slim_metav1 "github.com/cilium/cilium/pkg/k8s/slim/k8s/apis/meta/v1"
	"github.com/cilium/cilium/pkg/labels"
	"github.com/cilium/cilium/pkg/policy/api"
	"github.com/cilium/cilium/pkg/policy/types"
)

// ResolveServices implements judge.Engine. Upstream's own code for it is not
// exported here (pkg/policy/k8s/service.go); this does the same.
func (engine) ResolveServices(services []judge.Service, policy *v2.CiliumNetworkPolicy) error {
	for _, service := range services {
		for _, rule := range append(api.Rules{policy.Spec}, policy.Specs...) {
			resolveService(service, rule)
		}
	}

	return nil
}

func resolveService(service judge.Service, rule *api.Rule) {
	if rule == nil {
		return
	}

	for i := range rule.Egress {
		egress := &rule.Egress[i]

		for _, reference := range egress.ToServices {
			if !refersTo(reference, service) {
				continue
			}

			if len(service.Selector) > 0 {
				egress.ToEndpoints = append(egress.ToEndpoints, endpointSelector(service))

				continue
			}

			for _, address := range service.Backends {
				egress.ToCIDRSet = append(egress.ToCIDRSet, api.CIDRRule{
					Cidr:      api.CIDR(netip.PrefixFrom(address, address.BitLen()).String()),
					Generated: true,
				})
			}
		}
	}
}

func refersTo(reference api.Service, service judge.Service) bool {
	if selector := reference.K8sServiceSelector; selector != nil {
		if selector.Namespace != "" && selector.Namespace != service.Namespace {
			return false
		}

		requirements, err := types.UnsanitizedLabelSelectorToRequirements(selector.Selector.LabelSelector)

		return err == nil && types.MatchesRequirements(requirements, serviceLabels(labels.Map2Labels(service.Labels, labels.LabelSourceK8s)))
	}

	ref := reference.K8sService

	return ref != nil && (ref.Namespace == "" || ref.Namespace == service.Namespace) && ref.ServiceName == service.Name
}

func endpointSelector(service judge.Service) api.EndpointSelector {
	matchLabels := maps.Clone(service.Selector)
	matchLabels[k8sconst.PodNamespaceLabel] = service.Namespace

	selector := api.NewESFromK8sLabelSelector(labels.LabelSourceK8sKeyPrefix, &slim_metav1.LabelSelector{MatchLabels: matchLabels})
	selector.Generated = true

	return selector
}

// serviceLabels are found by their key, and by their source if one is asked for.
type serviceLabels labels.Labels

var _ labels.LabelMatcher = serviceLabels{}

// LookupLabel implements labels.LabelMatcher.
func (l serviceLabels) LookupLabel(label *labels.Label) (string, bool) {
	found, ok := l[label.Key]
	if !ok || !label.IsAnySource() && found.Source != label.Source {
		return "", false
	}

	return found.Value, true
}
