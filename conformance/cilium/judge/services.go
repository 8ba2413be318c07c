package judge

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/netip"
	"slices"

	"github.com/cilium/cilium/pkg/k8s"
	slim_corev1 "github.com/cilium/cilium/pkg/k8s/slim/k8s/api/core/v1"
	slim_discoveryv1 "github.com/cilium/cilium/pkg/k8s/slim/k8s/api/discovery/v1"
	corev1 "k8s.io/api/core/v1"
)

// Service is what toServices looks at.
type Service struct {
	Namespace string
	Name      string
	Labels    map[string]string
	Selector  map[string]string
	// Backends are the addresses behind it, each once.
	Backends []netip.Addr
}

// readServices reads Services and their EndpointSlices as the agent's
// reflector does (pkg/loadbalancer/reflectors). They are sorted by name.
func (j *Judge) readServices(config Config, objects, endpointSlices []json.RawMessage) ([]Service, error) {
	services := make([]Service, 0, len(objects))

	for i, object := range objects {
		var service slim_corev1.Service
		if err := json.Unmarshal(object, &service); err != nil {
			return nil, fmt.Errorf("service %d: %w", i, err)
		}

		services = append(services, Service{
			Namespace: service.Namespace,
			Name:      service.Name,
			Labels:    service.Labels,
			Selector:  service.Spec.Selector,
		})
	}

	slices.SortFunc(services, func(a, b Service) int {
		return cmp.Or(cmp.Compare(a.Namespace, b.Namespace), cmp.Compare(a.Name, b.Name))
	})

	for i, object := range endpointSlices {
		var slice slim_discoveryv1.EndpointSlice
		if err := json.Unmarshal(object, &slice); err != nil {
			return nil, fmt.Errorf("endpointSlice %d: %w", i, err)
		}

		j.addBackends(config, services, &slice)
	}

	for i := range services {
		slices.SortFunc(services[i].Backends, netip.Addr.Compare)
		services[i].Backends = slices.Compact(services[i].Backends)
	}

	return services, nil
}

func (j *Judge) addBackends(config Config, services []Service, slice *slim_discoveryv1.EndpointSlice) {
	// The agent doesn't watch these.
	if _, headless := slice.Labels[corev1.IsHeadlessService]; headless {
		return
	}

	endpoints := k8s.ParseEndpointSliceV1(j.log, slice)

	for i := range services {
		service := &services[i]
		if name := endpoints.EndpointSliceID.ServiceName; name.Namespace() != service.Namespace || name.Name() != service.Name {
			continue
		}

		for address, backend := range endpoints.Backends {
			// Backends are kept by address and port, so without a port there is none.
			if len(backend.Ports) == 0 {
				continue
			}

			if addr := address.Addr(); addr.Is6() && (config.DualStack || config.IPv6Only) || addr.Is4() && !config.IPv6Only {
				service.Backends = append(service.Backends, addr)
			}
		}
	}
}
