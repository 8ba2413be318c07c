package judge

// Metal is what only a machine of one's own has. Absent entries are omitted.
type Metal struct {
	// Hostname is the static one.
	Hostname string `json:"hostname,omitempty"`
	// AutoHostname is where the hostname comes from without a static one: stable, addr or off.
	AutoHostname string `json:"autoHostname"`
	// DefaultDHCP says that links which nothing is said about ask a DHCP server.
	DefaultDHCP bool `json:"defaultDHCP"`
	// Links are those that something is said about, by name.
	Links       map[string]*Link `json:"links,omitempty"`
	VIPs        []VIP            `json:"vips,omitempty"`
	Nameservers []string         `json:"nameservers,omitempty"`
	TimeServers []string         `json:"timeServers,omitempty"`
	// Install is absent where nothing is installed.
	Install         *Install          `json:"install,omitempty"`
	NodeIPSubnets   []string          `json:"nodeIPSubnets,omitempty"`
	NodeAnnotations map[string]string `json:"nodeAnnotations,omitempty"`
	// EtcdAdvertisedSubnets and EtcdListenSubnets are of control planes.
	EtcdAdvertisedSubnets []string `json:"etcdAdvertisedSubnets,omitempty"`
	EtcdListenSubnets     []string `json:"etcdListenSubnets,omitempty"`
	MachineCertSANs       []string `json:"machineCertSANs,omitempty"`
	// APIServerCertSANs are of control planes.
	APIServerCertSANs []string `json:"apiServerCertSANs,omitempty"`
	// Discovery says that members find each other through a discovery service.
	Discovery bool `json:"discovery"`
	// KubeSpan is absent where it is off.
	KubeSpan *KubeSpan `json:"kubeSpan,omitempty"`
	Firewall Firewall  `json:"firewall"`
	// KernelModules are names.
	KernelModules []string          `json:"kernelModules,omitempty"`
	Sysctls       map[string]string `json:"sysctls,omitempty"`
	// ControlPlaneOnly is what the config says that only control planes can do
	// anything with: kinds of documents, and fields of the legacy one.
	ControlPlaneOnly []string `json:"controlPlaneOnly,omitempty"`
}

// Link is a network interface.
type Link struct {
	// Up says that the link is brought up; absent where that is left to Talos.
	Up        *bool    `json:"up,omitempty"`
	MTU       uint32   `json:"mtu,omitempty"`
	Addresses []string `json:"addresses,omitempty"`
	Routes    []Route  `json:"routes,omitempty"`
	// DHCP says that it asks a DHCP server for an IPv4 address.
	DHCP bool `json:"dhcp"`
	// DHCPRouteMetric is that of the routes which the server offers; absent for Talos' own, 1024.
	DHCPRouteMetric uint32 `json:"dhcpRouteMetric,omitempty"`
	// Features are those of the hardware that are switched on or off.
	Features map[string]bool `json:"features,omitempty"`
}

// Route is a route; without a destination it is the default one.
type Route struct {
	Destination string `json:"destination,omitempty"`
	Gateway     string `json:"gateway,omitempty"`
	// Metric is absent for Talos' own, 1024.
	Metric uint32 `json:"metric,omitempty"`
}

// VIP is an address that one of the control planes has at a time.
type VIP struct {
	Address string `json:"address"`
	Link    string `json:"link"`
}

// Disk is a disk that a machine could have.
type Disk struct {
	Path   string `json:"path"`
	Serial string `json:"serial,omitempty"`
	Model  string `json:"model,omitempty"`
	WWID   string `json:"wwid,omitempty"`
}

// Install says what is installed where.
type Install struct {
	// Disks are those of the request that Talos may be installed on.
	Disks []string `json:"disks,omitempty"`
	// Disk is a device; a selector, where there is one, counts instead.
	Disk string `json:"disk,omitempty"`
	// Selector is an expression over disks.
	Selector string `json:"selector,omitempty"`
	Image    string `json:"image,omitempty"`
	Wipe     bool   `json:"wipe"`
}

// KubeSpan is Talos' own mesh between nodes.
type KubeSpan struct {
	AdvertiseKubernetesNetworks bool   `json:"advertiseKubernetesNetworks"`
	MTU                         uint32 `json:"mtu"`
}

// Firewall is Talos' ingress firewall.
type Firewall struct {
	// DefaultAction is accept or block.
	DefaultAction string         `json:"defaultAction"`
	Rules         []FirewallRule `json:"rules,omitempty"`
}

// FirewallRule allows ports to the peers in some subnets.
type FirewallRule struct {
	Name     string `json:"name"`
	Protocol string `json:"protocol"`
	// Ports are numbers and ranges as in 8000-9000.
	Ports   []string `json:"ports"`
	Subnets []string `json:"subnets"`
	Except  []string `json:"except,omitempty"`
}
