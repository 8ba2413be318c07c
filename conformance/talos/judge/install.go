package judge

import (
	"github.com/siderolabs/talos/pkg/machinery/api/resource/definitions/block"
	"github.com/siderolabs/talos/pkg/machinery/cel"
	"github.com/siderolabs/talos/pkg/machinery/cel/celenv"
	"github.com/siderolabs/talos/pkg/machinery/config"
)

// legacyInstall is what the legacy document says of installation.
func legacyInstall(cfg config.Provider) *Install {
	legacy := cfg.RawV1Alpha1()
	if legacy == nil || legacy.MachineConfig == nil || legacy.MachineConfig.MachineInstall == nil {
		return nil
	}

	raw := legacy.MachineConfig.MachineInstall
	install := &Install{Disk: raw.Disk(), Image: raw.Image(), Wipe: raw.InstallWipe != nil && *raw.InstallWipe}

	if selector, err := raw.DiskMatchExpression(); err == nil && selector != nil {
		install.Selector = selector.String()
	}

	return install
}

// choose finds the disks as Talos would: by the selector, in the language of
// upstream, and by the device where there is none.
// See internal/app/machined/pkg/runtime/v1alpha1/v1alpha1_sequencer_tasks.go (Install).
func (i *Install) choose(disks []Disk) {
	for _, disk := range disks {
		if i.matches(disk) {
			i.Disks = append(i.Disks, disk.Path)
		}
	}
}

func (i *Install) matches(disk Disk) bool {
	if i.Selector == "" {
		return disk.Path == i.Disk
	}

	selector, err := cel.ParseBooleanExpression(i.Selector, celenv.DiskLocator())
	if err != nil {
		return false
	}

	matched, err := selector.EvalBool(celenv.DiskLocator(), map[string]any{
		"disk": &block.DiskSpec{
			DevPath:   disk.Path,
			Serial:    disk.Serial,
			Model:     disk.Model,
			Wwid:      disk.WWID,
			Transport: "nvme",
		},
		"system_disk": false,
	})

	return err == nil && matched
}
