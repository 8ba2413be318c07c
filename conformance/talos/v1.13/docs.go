package main

import (
	"github.com/siderolabs/talos/pkg/machinery/config/encoder"
	"github.com/siderolabs/talos/pkg/machinery/config/types/block"
	"github.com/siderolabs/talos/pkg/machinery/config/types/cri"
	"github.com/siderolabs/talos/pkg/machinery/config/types/hardware"
	"github.com/siderolabs/talos/pkg/machinery/config/types/network"
	"github.com/siderolabs/talos/pkg/machinery/config/types/runtime"
	"github.com/siderolabs/talos/pkg/machinery/config/types/runtime/extensions"
	"github.com/siderolabs/talos/pkg/machinery/config/types/security"
	"github.com/siderolabs/talos/pkg/machinery/config/types/siderolink"
	"github.com/siderolabs/talos/pkg/machinery/config/types/v1alpha1"
)

// Docs implements judge.Machinery.
func (machinery) Docs() []*encoder.FileDoc {
	return []*encoder.FileDoc{
		block.GetFileDoc(),
		cri.GetFileDoc(),
		hardware.GetFileDoc(),
		network.GetFileDoc(),
		runtime.GetFileDoc(),
		extensions.GetFileDoc(),
		security.GetFileDoc(),
		siderolink.GetFileDoc(),
		v1alpha1.GetFileDoc(),
	}
}
