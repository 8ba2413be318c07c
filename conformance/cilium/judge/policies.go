package judge

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/cilium/cilium/pkg/ipcache/types"
	"github.com/cilium/cilium/pkg/k8s"
	"github.com/cilium/cilium/pkg/k8s/apis/cilium.io/v2"
	slim_networkingv1 "github.com/cilium/cilium/pkg/k8s/slim/k8s/api/networking/v1"
	"github.com/cilium/cilium/pkg/policy/api"
	policytypes "github.com/cilium/cilium/pkg/policy/types"
	"github.com/cilium/cilium/pkg/policy/utils"
)

// kindClusterNetworkPolicy has no name in Cilium 1.19.
const kindClusterNetworkPolicy = types.ResourceKind("kcnp")

// loadable is a policy that was taken.
type loadable struct {
	entries  policytypes.PolicyEntries
	resource types.ResourceID
	derived  bool
}

// parser parses policies as the agent's watchers do (pkg/policy/k8s).
type parser struct {
	*Judge
	config   Config
	services []Service
}

func (p parser) parse(object []byte) (loadable, error) {
	var meta metav1.PartialObjectMetadata
	if err := json.Unmarshal(object, &meta); err != nil {
		return loadable{}, err
	}

	group, _, _ := strings.Cut(meta.APIVersion, "/")

	switch group + "/" + meta.Kind {
	case "cilium.io/CiliumNetworkPolicy", "cilium.io/CiliumClusterwideNetworkPolicy":
		return p.parseCilium(meta, object)
	case "networking.k8s.io/NetworkPolicy":
		return p.parseNetworkPolicy(meta, object)
	case "policy.networking.k8s.io/ClusterNetworkPolicy":
		entries, err := p.engine.ParseClusterNetworkPolicy(p.log, p.config.policyCluster(), object)

		return newLoadable(kindClusterNetworkPolicy, meta, "", entries), err
	default:
		return loadable{}, fmt.Errorf("%s %s is no policy", meta.APIVersion, meta.Kind)
	}
}

// parseCilium reads both kinds as one type, since the agent does; the cluster-wide one has no namespace.
func (p parser) parseCilium(meta metav1.PartialObjectMetadata, object []byte) (loadable, error) {
	var decoded v2.CiliumNetworkPolicy
	if err := json.Unmarshal(object, &decoded); err != nil {
		return loadable{}, err
	}

	if meta.Kind == "CiliumClusterwideNetworkPolicy" {
		decoded.Namespace = ""
	}

	// The agent copies too, and the engine appends to lists: without the copy
	// it might do so in memory that rules share.
	cnp := decoded.DeepCopy()

	if p.engine.Derived(cnp) {
		return loadable{derived: true}, nil
	}

	if hasToServices(cnp) {
		if err := p.engine.ResolveServices(p.services, cnp); err != nil {
			return loadable{}, err
		}
	}

	rules, err := cnp.Parse(p.log, p.config.policyCluster())
	if err != nil {
		return loadable{}, stable(err)
	}

	kind := types.ResourceKindCNP
	if cnp.Namespace == "" {
		kind = types.ResourceKindCCNP
	}

	return newLoadable(kind, meta, cnp.Namespace, utils.RulesToPolicyEntries(rules)), nil
}

func (p parser) parseNetworkPolicy(meta metav1.PartialObjectMetadata, object []byte) (loadable, error) {
	var np slim_networkingv1.NetworkPolicy
	if err := json.Unmarshal(object, &np); err != nil {
		return loadable{}, err
	}

	entries, err := k8s.ParseNetworkPolicy(p.log, p.config.policyCluster(), &np)

	return newLoadable(types.ResourceKindNetpol, meta, np.Namespace, entries), err
}

func newLoadable(kind types.ResourceKind, meta metav1.PartialObjectMetadata, namespace string, entries policytypes.PolicyEntries) loadable {
	return loadable{
		entries:  entries,
		resource: types.NewResourceID(kind, namespace, meta.Name),
	}
}

func hasToServices(cnp *v2.CiliumNetworkPolicy) bool {
	for _, rule := range append(api.Rules{cnp.Spec}, cnp.Specs...) {
		if rule == nil {
			continue
		}

		for _, egress := range rule.Egress {
			if len(egress.ToServices) > 0 {
				return true
			}
		}
	}

	return false
}

var combination = regexp.MustCompile(`combining (\w+) and (\w+) is not supported yet`)

// stable puts the two words that upstream takes from a map into one order.
func stable(err error) error {
	return errors.New(combination.ReplaceAllStringFunc(err.Error(), func(match string) string {
		words := combination.FindStringSubmatch(match)
		first, second := min(words[1], words[2]), max(words[1], words[2])

		return fmt.Sprintf("combining %s and %s is not supported yet", first, second)
	}))
}
