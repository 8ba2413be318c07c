package main

import (
	"github.com/siderolabs/talos/pkg/machinery/config/encoder"
	"github.com/siderolabs/talos/pkg/machinery/config/types/block"
	"github.com/siderolabs/talos/pkg/machinery/config/types/cluster"
	"github.com/siderolabs/talos/pkg/machinery/config/types/container"
	"github.com/siderolabs/talos/pkg/machinery/config/types/cri"
	"github.com/siderolabs/talos/pkg/machinery/config/types/hardware"
	"github.com/siderolabs/talos/pkg/machinery/config/types/k8s"
	"github.com/siderolabs/talos/pkg/machinery/config/types/network"
	"github.com/siderolabs/talos/pkg/machinery/config/types/runtime"
	"github.com/siderolabs/talos/pkg/machinery/config/types/runtime/extensions"
	"github.com/siderolabs/talos/pkg/machinery/config/types/security"
	"github.com/siderolabs/talos/pkg/machinery/config/types/siderolink"
	"github.com/siderolabs/talos/pkg/machinery/config/types/storage"
	"github.com/siderolabs/talos/pkg/machinery/config/types/v1alpha1"
)

// Docs implements judge.Machinery.
func (machinery) Docs() []*encoder.FileDoc {
	return []*encoder.FileDoc{
		block.GetFileDoc(),
		cluster.GetFileDoc(),
		container.GetFileDoc(),
		cri.GetFileDoc(),
		hardware.GetFileDoc(),
		k8s.GetFileDoc(),
		network.GetFileDoc(),
		runtime.GetFileDoc(),
		extensions.GetFileDoc(),
		security.GetFileDoc(),
		siderolink.GetFileDoc(),
		storage.GetFileDoc(),
		v1alpha1.GetFileDoc(),
	}
}
