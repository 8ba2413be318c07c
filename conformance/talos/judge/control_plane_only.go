package judge

import (
	"slices"

	"github.com/siderolabs/talos/pkg/machinery/config"
	configconfig "github.com/siderolabs/talos/pkg/machinery/config/config"
)

// controlPlaneOnly finds what upstream refuses on workers, and what it takes
// there in silence though only control planes read it.
func controlPlaneOnly(cfg config.Provider) []string {
	found := legacyControlPlaneOnly(cfg)

	for _, doc := range cfg.Documents() {
		if isControlPlaneOnly(doc) {
			found = append(found, doc.Kind())
		}
	}

	slices.Sort(found)

	return slices.Compact(found)
}

func isControlPlaneOnly(doc configconfig.Document) bool {
	// Documents of Kubernetes' control plane, since 1.14: container.ControlplaneOnlyConfig, which older versions don't have.
	if _, ok := doc.(interface{ ControlplaneOnlyDocument() }); ok {
		return true
	}

	_, ok := doc.(configconfig.NetworkVirtualIPConfig)

	return ok
}

func legacyControlPlaneOnly(cfg config.Provider) []string {
	legacy := cfg.RawV1Alpha1()
	if legacy == nil || legacy.ClusterConfig == nil {
		return nil
	}

	cluster := legacy.ClusterConfig
	fields := map[string]bool{
		"cluster.adminKubeconfig":                cluster.AdminKubeconfigConfig != nil,
		"cluster.allowSchedulingOnControlPlanes": cluster.AllowSchedulingOnControlPlanes != nil,
		"cluster.apiServer":                      cluster.APIServerConfig != nil,
		"cluster.controllerManager":              cluster.ControllerManagerConfig != nil,
		"cluster.coreDNS":                        cluster.CoreDNSConfig != nil,
		"cluster.etcd":                           cluster.EtcdConfig != nil,
		"cluster.extraManifests":                 len(cluster.ExtraManifests) > 0,
		"cluster.inlineManifests":                len(cluster.ClusterInlineManifests) > 0,
		"cluster.network.cni":                    cluster.ClusterNetwork != nil && cluster.ClusterNetwork.CNI != nil,
		"cluster.proxy":                          cluster.ProxyConfig != nil,
		"cluster.scheduler":                      cluster.SchedulerConfig != nil,
	}

	var said []string

	for field, isSaid := range fields {
		if isSaid {
			said = append(said, field)
		}
	}

	return said
}
