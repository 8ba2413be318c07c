package judge

import (
	"context"
	"errors"

	"github.com/cilium/cilium/pkg/policy/api"
)

// certificates leaves secrets to Envoy, as the agent does by default; it only
// looks at the references.
type certificates struct{}

// GetTLSContext implements certificatemanager.CertificateManager.
func (certificates) GetTLSContext(_ context.Context, tls *api.TLSContext, _ string) (ca, public, private string, inline bool, err error) {
	switch {
	case tls.Secret == nil:
		err = errors.New("Secret must not be nil") //nolint:staticcheck // upstream's words
	case tls.Secret.Name == "":
		err = errors.New("Missing Secret name") //nolint:staticcheck // upstream's words
	}

	return "", "", "", false, err
}
