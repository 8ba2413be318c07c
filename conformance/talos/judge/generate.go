package judge

import (
	"cmp"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/siderolabs/talos/pkg/machinery/compatibility"
	"github.com/siderolabs/talos/pkg/machinery/config"
	"github.com/siderolabs/talos/pkg/machinery/config/generate"
	"github.com/siderolabs/talos/pkg/machinery/config/generate/secrets"
	"github.com/siderolabs/talos/pkg/machinery/config/machine"
	"github.com/siderolabs/talos/pkg/machinery/config/types/v1alpha1"
	"github.com/siderolabs/talos/pkg/machinery/constants"
	"github.com/siderolabs/talos/pkg/machinery/version"
)

// defaultInstallDisk is the default of `talosctl gen config --install-disk`.
const defaultInstallDisk = "/dev/sda"

// dockerSAN is the address at which the Docker provisioner maps the Talos API.
const dockerSAN = "127.0.0.1"

// generator generates configurations, all of them with the same throw-away secrets.
type generator struct {
	secrets func() (*secrets.Bundle, error)
}

func newGenerator() generator {
	return generator{
		secrets: sync.OnceValues(func() (*secrets.Bundle, error) {
			// This contract takes a service account key that is quickly made;
			// bundles are valid for all later contracts.
			return secrets.NewBundle(secrets.NewFixedClock(time.Now()), config.TalosVersion1_6)
		}),
	}
}

// generate does what `talosctl cluster create docker` does in container mode and
// what `talosctl gen config` does in the others.
func (g generator) generate(req Request, mode runtimeMode, machineType machine.Type) (config.Provider, error) {
	if endpoint, err := url.Parse(req.Endpoint); err != nil || endpoint.Scheme != "https" || endpoint.Host == "" {
		return nil, fmt.Errorf("endpoint %q is not an https URL", req.Endpoint)
	}

	var (
		contract *config.VersionContract
		err      error
	)

	if req.Contract != "" {
		if contract, err = config.ParseContractFromVersion(req.Contract); err != nil {
			return nil, err
		}
	}

	bundle, err := g.secrets()
	if err != nil {
		return nil, err
	}

	options := []generate.Option{
		generate.WithSecretsBundle(bundle),
		generate.WithVersionContract(contract),
		generate.WithDNSDomain("cluster.local"),
		generate.WithClusterDiscovery(true),
		generate.WithInstallImage(req.InstallImage),
	}

	if mode.InContainer() {
		options = append(options,
			generate.WithInstallDisk(req.InstallDisk),
			generate.WithAdditionalSubjectAltNames([]string{dockerSAN}),
		)

		if contract.HostDNSEnabled() {
			options = append(options, generate.WithHostDNSForwardKubeDNSToHost(true))
		}

		if !contract.MultidocNetworkConfigSupported() {
			options = append(options, generate.WithNetworkOptions(
				v1alpha1.WithNetworkInterfaceIgnore(v1alpha1.IfaceByName("eth0")),
			))
		}
	} else {
		options = append(options, generate.WithInstallDisk(cmp.Or(req.InstallDisk, defaultInstallDisk)))
	}

	input, err := generate.NewInput(req.ClusterName, req.Endpoint, kubernetesVersion(req), options...)
	if err != nil {
		return nil, err
	}

	return input.Config(machineType)
}

// kubernetesVersion is the requested version as talosctl would take it.
func kubernetesVersion(req Request) string {
	return cmp.Or(strings.TrimPrefix(req.KubernetesVersion, "v"), constants.DefaultKubernetesVersion)
}

// kubernetesUnsupported asks upstream's table of versions that go together.
func kubernetesUnsupported(kubernetes string) string {
	talos, err := compatibility.ParseTalosVersion(version.NewVersion())
	if err != nil {
		return err.Error()
	}

	parsed, err := compatibility.ParseKubernetesVersion(kubernetes)
	if err != nil {
		return err.Error()
	}

	if err := parsed.SupportedWith(talos); err != nil {
		return err.Error()
	}

	return ""
}
