// Package judge puts Talos' own configuration machinery behind a line protocol:
// it generates a machine configuration the way talosctl does, applies patches
// to it and reports what upstream says about the result.
//
// The package compiles against every supported version of the machinery; what
// differs between them is behind the Machinery interface.
package judge

// Request asks for a verdict on patches for one freshly generated configuration.
type Request struct {
	// ID is repeated in the answer.
	ID string `json:"id"`
	// ClusterName is the name given to the generated cluster.
	ClusterName string `json:"clusterName"`
	// Endpoint is the Kubernetes API endpoint, for example https://10.5.0.2:6443.
	Endpoint string `json:"endpoint"`
	// Contract is the Talos version whose configuration is generated, for
	// example v1.13; empty means the machinery's own.
	Contract string `json:"contract"`
	// KubernetesVersion is the version of the generated images; empty means
	// the machinery's default.
	KubernetesVersion string `json:"kubernetesVersion"`
	// Mode is container, metal or cloud.
	Mode string `json:"mode"`
	// Type is controlplane or worker.
	Type string `json:"type"`
	// Patches are strategic merge patches, each possibly of several documents.
	Patches []string `json:"patches"`
	// InstallDisk is the disk given to the generator; without it metal and
	// cloud use talosctl's default and container none.
	InstallDisk string `json:"installDisk,omitempty"`
	// InstallImage is the installer image given to the generator.
	InstallImage string `json:"installImage,omitempty"`
	// Disks are those that the machine would have: the answer says on which of them Talos is installed.
	Disks []Disk `json:"disks,omitempty"`
	// WithConfig asks for the merged configuration, secrets redacted.
	WithConfig bool `json:"withConfig,omitempty"`
}

// Stages of a verdict: the one that refused, or StageOK.
const (
	StageRequest  = "request"
	StageGenerate = "generate"
	StagePatch    = "patch"
	StageParse    = "parse"
	StageValidate = "validate"
	StageOK       = "ok"
)

// Answer is upstream's verdict on one Request.
type Answer struct {
	ID       string `json:"id"`
	Accepted bool   `json:"accepted"`
	Stage    string `json:"stage"`
	// Errors has one entry for each error that upstream joined.
	Errors []string `json:"errors"`
	// Warnings are those that the unpatched configuration does not give.
	Warnings []string `json:"warnings"`
	// BaselineWarnings are those that the unpatched configuration gives too.
	BaselineWarnings []string `json:"baselineWarnings"`
	// BaselineErrors is only there when the unpatched configuration is invalid itself.
	BaselineErrors []string `json:"baselineErrors,omitempty"`
	// KubernetesUnsupported is upstream's reason why this Talos version does
	// not run the requested Kubernetes version. A node refuses such a
	// configuration; client-side validation, and so Accepted, does not look.
	KubernetesUnsupported string `json:"kubernetesUnsupported,omitempty"`
	// Summary is there when the merged configuration could be parsed.
	Summary *Summary `json:"summary,omitempty"`
	// Config is the merged configuration, secrets redacted.
	Config string `json:"config,omitempty"`
}

// Summary is what upstream's accessors say of the merged configuration.
type Summary struct {
	// CNI is flannel, custom or none; null on workers.
	CNI *string `json:"cni"`
	// KubeProxyEnabled is null on workers.
	KubeProxyEnabled *bool `json:"kubeProxyEnabled"`
	// APIServerExtraArgs is null on workers.
	APIServerExtraArgs map[string][]string `json:"apiServerExtraArgs"`
	KubePrism          KubePrism           `json:"kubePrism"`
	PodSubnets         []string            `json:"podSubnets"`
	ServiceSubnets     []string            `json:"serviceSubnets"`
	DNSDomain          string              `json:"dnsDomain"`
	HostDNS            HostDNS             `json:"hostDNS"`
	// KubeletExtraMounts are destinations.
	KubeletExtraMounts []string `json:"kubeletExtraMounts"`
	// UserVolumes are names, of volumes below /var/mnt.
	UserVolumes []string `json:"userVolumes"`
	// AllowSchedulingOnControlPlanes says that the machine registers without
	// the control-plane taint; null on workers.
	AllowSchedulingOnControlPlanes *bool `json:"allowSchedulingOnControlPlanes"`
	// NodeLabels and NodeTaints are those that the node has, whether Talos or the kubelet gives them.
	NodeLabels map[string]string `json:"nodeLabels"`
	NodeTaints map[string]string `json:"nodeTaints"`
	// Metal is absent in mode container.
	Metal *Metal `json:"metal,omitempty"`
}

// KubePrism is the local API server load balancer.
type KubePrism struct {
	Enabled bool `json:"enabled"`
	Port    int  `json:"port,omitempty"`
}

// HostDNS is the node's caching resolver.
type HostDNS struct {
	Enabled              bool `json:"enabled"`
	ForwardKubeDNSToHost bool `json:"forwardKubeDNSToHost"`
	ResolveMemberNames   bool `json:"resolveMemberNames"`
}
