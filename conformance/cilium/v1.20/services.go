package main

import (
	"ichor.invalid/conformance/cilium/judge"

	"github.com/cilium/statedb"

	cmtypes "github.com/cilium/cilium/pkg/clustermesh/types"
	"github.com/cilium/cilium/pkg/k8s/apis/cilium.io/v2"
	"github.com/cilium/cilium/pkg/labels"
	"github.com/cilium/cilium/pkg/loadbalancer"
	policyk8s "github.com/cilium/cilium/pkg/policy/k8s"
)

// ResolveServices implements judge.Engine with upstream's own function, over
// tables that have what it looks at.
func (engine) ResolveServices(list []judge.Service, policy *v2.CiliumNetworkPolicy) error {
	db := statedb.New()

	services, err := loadbalancer.NewServicesTable(loadbalancer.DefaultConfig, db)
	if err != nil {
		return err
	}

	backends, err := loadbalancer.NewBackendsTable(db)
	if err != nil {
		return err
	}

	txn := db.WriteTxn(services, backends)

	for _, service := range list {
		name := loadbalancer.NewServiceName(service.Namespace, service.Name)

		if _, _, err := services.Insert(txn, &loadbalancer.Service{
			Name:     name,
			Labels:   labels.Map2Labels(service.Labels, labels.LabelSourceK8s),
			Selector: service.Selector,
		}); err != nil {
			return err
		}

		for _, address := range service.Backends {
			if _, _, err := backends.Insert(txn, &loadbalancer.Backend{
				ServiceName: name,
				Address: loadbalancer.NewL3n4Addr(
					loadbalancer.TCP, cmtypes.AddrClusterFrom(address, 0), 0, loadbalancer.ScopeExternal,
				),
			}); err != nil {
				return err
			}
		}
	}

	policyk8s.ResolveToServices(txn.Commit(), services, backends, policy)

	return nil
}
