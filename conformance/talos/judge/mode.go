package judge

import (
	"fmt"

	"github.com/siderolabs/talos/pkg/machinery/config/machine"
)

// runtimeMode is Talos' runtime mode as far as validation asks for it.
type runtimeMode string

const (
	modeContainer runtimeMode = "container"
	modeMetal     runtimeMode = "metal"
	modeCloud     runtimeMode = "cloud"
)

func parseMode(s string) (runtimeMode, error) {
	switch mode := runtimeMode(s); mode {
	case modeContainer, modeMetal, modeCloud:
		return mode, nil
	default:
		return "", fmt.Errorf("unknown mode %q", s)
	}
}

func parseType(s string) (machine.Type, error) {
	switch s {
	case machine.TypeControlPlane.String():
		return machine.TypeControlPlane, nil
	case machine.TypeWorker.String():
		return machine.TypeWorker, nil
	default:
		return machine.TypeUnknown, fmt.Errorf("unknown machine type %q", s)
	}
}

// String implements validation.RuntimeMode.
func (m runtimeMode) String() string { return string(m) }

// RequiresInstall implements validation.RuntimeMode.
func (m runtimeMode) RequiresInstall() bool { return m == modeMetal }

// InContainer implements validation.RuntimeMode.
func (m runtimeMode) InContainer() bool { return m == modeContainer }
