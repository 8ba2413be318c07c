package judge

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/siderolabs/talos/pkg/machinery/config"
	configconfig "github.com/siderolabs/talos/pkg/machinery/config/config"
)

// metal says what has the same accessors in all versions of the machinery.
func metal(cfg config.Provider) *Metal {
	m := &Metal{
		DefaultDHCP:      cfg.RunDefaultDHCPOperators(),
		Links:            links(cfg),
		VIPs:             vips(cfg),
		Install:          legacyInstall(cfg),
		MachineCertSANs:  cfg.Machine().Security().CertSANs(),
		Firewall:         firewall(cfg),
		Sysctls:          cfg.Machine().Sysctls(),
		ControlPlaneOnly: controlPlaneOnly(cfg),
	}

	if hostname := cfg.NetworkHostnameConfig(); hostname != nil {
		m.Hostname = hostname.Hostname()
		m.AutoHostname = hostname.AutoHostname().String()
	}

	if time := cfg.NetworkTimeSyncConfig(); time != nil {
		m.TimeServers = time.Servers()
	}

	if cfg.Machine().Type().IsControlPlane() {
		etcd := cfg.Cluster().Etcd()
		m.EtcdAdvertisedSubnets, m.EtcdListenSubnets = etcd.AdvertisedSubnets(), etcd.ListenSubnets()
	}

	return m
}

// links puts together what documents and the legacy fields say of each link.
func links(cfg config.Provider) map[string]*Link {
	links := map[string]*Link{}
	named := func(name string) *Link {
		if links[name] == nil {
			links[name] = &Link{}
		}

		return links[name]
	}

	for _, device := range cfg.Machine().Network().Devices() {
		link := named(device.Interface())
		link.MTU = uint32(device.MTU())
		link.Addresses = device.Addresses()
		link.DHCP = device.DHCP() && device.DHCPOptions().IPv4()

		for _, route := range device.Routes() {
			link.Routes = append(link.Routes, Route{
				Destination: destination(route.Network()),
				Gateway:     route.Gateway(),
				Metric:      route.Metric(),
			})
		}
	}

	for _, config := range cfg.NetworkCommonLinkConfigs() {
		link := named(config.Name())
		link.MTU = config.MTU().ValueOr(link.MTU)

		if up, ok := config.Up().Get(); ok {
			link.Up = &up
		}

		for _, address := range config.Addresses() {
			link.Addresses = append(link.Addresses, address.Address().String())
		}

		for _, route := range config.Routes() {
			link.Routes = append(link.Routes, documentRoute(route))
		}
	}

	for _, config := range cfg.NetworkDHCPv4Configs() {
		link := named(config.Name())
		link.DHCP, link.DHCPRouteMetric = true, config.RouteMetric().ValueOrZero()
	}

	for _, config := range cfg.EthernetConfigs() {
		named(config.Name()).Features = config.Features()
	}

	return links
}

func documentRoute(route configconfig.NetworkRouteConfig) Route {
	text := Route{Metric: route.Metric().ValueOrZero()}

	if prefix, ok := route.Destination().Get(); ok {
		text.Destination = destination(prefix.String())
	}

	if gateway, ok := route.Gateway().Get(); ok {
		text.Gateway = gateway.String()
	}

	return text
}

// destination is empty for a default route, which the legacy fields can write in two ways.
func destination(network string) string {
	if prefix, err := netip.ParsePrefix(network); err == nil && prefix.Bits() == 0 {
		return ""
	}

	return network
}

func vips(cfg config.Provider) []VIP {
	var vips []VIP

	for _, device := range cfg.Machine().Network().Devices() {
		if vip := device.VIPConfig(); vip != nil && vip.IP() != "" {
			vips = append(vips, VIP{Address: vip.IP(), Link: device.Interface()})
		}
	}

	for _, config := range cfg.NetworkVirtualIPConfigs() {
		vips = append(vips, VIP{Address: config.VIP().String(), Link: config.Link()})
	}

	return vips
}

func firewall(cfg config.Provider) Firewall {
	firewall := Firewall{DefaultAction: cfg.NetworkRules().DefaultAction().String()}

	for _, doc := range cfg.Documents() {
		rules, ok := doc.(configconfig.NetworkRuleConfigRules)
		if !ok {
			continue
		}

		named, ok := doc.(configconfig.NamedDocument)
		if !ok {
			continue
		}

		for _, rule := range rules.Rules() {
			firewall.Rules = append(firewall.Rules, FirewallRule{
				Name:     named.Name(),
				Protocol: rule.Protocol().String(),
				Ports:    ports(rule.PortRanges()),
				Subnets:  Prefixes(rule.Subnets()),
				Except:   Prefixes(rule.ExceptSubnets()),
			})
		}
	}

	slices.SortFunc(firewall.Rules, func(a, b FirewallRule) int { return strings.Compare(a.Name, b.Name) })

	return firewall
}

func ports(ranges [][2]uint16) []string {
	texts := make([]string, 0, len(ranges))

	for _, r := range ranges {
		if r[0] == r[1] {
			texts = append(texts, fmt.Sprint(r[0]))
		} else {
			texts = append(texts, fmt.Sprintf("%d-%d", r[0], r[1]))
		}
	}

	return texts
}

// Prefixes returns subnets as texts.
func Prefixes(list []netip.Prefix) []string {
	texts := make([]string, 0, len(list))

	for _, prefix := range list {
		texts = append(texts, prefix.String())
	}

	return texts
}
