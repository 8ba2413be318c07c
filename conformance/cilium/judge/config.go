package judge

import (
	"fmt"
	"reflect"
	"slices"

	cmtypes "github.com/cilium/cilium/pkg/clustermesh/types"
	"github.com/cilium/cilium/pkg/option"
	"github.com/cilium/cilium/pkg/policy"
	"github.com/cilium/cilium/pkg/policy/api"
)

func defaultConfig() Config {
	return Config{
		Cluster:             "default",
		DefaultLocalCluster: true,
		Mode:                option.DefaultEnforcement,
		AllowLocalhost:      true,
		NonDefaultDeny:      true,
		SCTP:                true,
		L7Proxy:             true,
		ICMP:                true,
		DualStack:           true,
	}
}

// policyCluster is the cluster that selectors are narrowed to.
func (c Config) policyCluster() string {
	return cmtypes.LocalClusterNameForPolicies(cmtypes.PolicyConfig{PolicyDefaultLocalCluster: c.DefaultLocalCluster}, c.Cluster)
}

func (j *Judge) configure(config Config) error {
	if j.configured != nil && reflect.DeepEqual(*j.configured, config) {
		return nil
	}

	switch config.Mode {
	case option.DefaultEnforcement, option.AlwaysEnforce, option.NeverEnforce:
	default:
		return fmt.Errorf("no such mode: %q", config.Mode)
	}

	if config.DualStack && config.IPv6Only {
		return fmt.Errorf("dualStack and ipv6Only exclude each other")
	}

	j.configured = nil

	if err := j.engine.Configure(config); err != nil {
		return err
	}

	option.Config.ClusterName = config.Cluster
	option.Config.PolicyCIDRMatchMode = config.CIDRMatch
	option.Config.EnableHostFirewall = config.HostFirewall
	option.Config.EnableNonDefaultDenyPolicies = config.NonDefaultDeny
	option.Config.EnableSCTP = config.SCTP
	option.Config.EnableL7Proxy = config.L7Proxy
	option.Config.EnableICMPRules = config.ICMP
	option.Config.EnableNodeSelectorLabels = config.NodeSelectorLabels
	option.Config.EnableExtendedIPProtocols = config.ExtendedProtocols
	option.Config.EnableIPv4 = !config.IPv6Only
	option.Config.EnableIPv6 = config.DualStack || config.IPv6Only

	policy.SetPolicyEnabled(config.Mode)
	api.InitEntities(config.Cluster)

	j.configured = &config

	return nil
}

// CheckMatchModes refuses ways to match CIDRs that are not among the given ones.
func CheckMatchModes(config Config, known ...string) error {
	for _, mode := range config.CIDRMatch {
		if !slices.Contains(known, mode) {
			return fmt.Errorf("unknown CIDR match mode: %s", mode)
		}
	}

	return nil
}
