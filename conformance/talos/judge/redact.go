package judge

import (
	"regexp"
	"strings"

	"github.com/siderolabs/talos/pkg/machinery/config"
	"github.com/siderolabs/talos/pkg/machinery/config/encoder"
)

// certificates are certificates as they stand in YAML: PEM, or PEM in base64.
var certificates = regexp.MustCompile(`-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----|LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t[A-Za-z0-9+/=]+`)

// redacted returns a configuration without what is secret, nor what is made
// anew in each process, so that it can be compared with earlier ones.
func (g generator) redacted(cfg config.Provider) (string, error) {
	bytes, err := cfg.RedactSecrets("REDACTED").EncodeBytes(encoder.WithComments(encoder.CommentsDisabled))
	if err != nil {
		return "", err
	}

	bundle, err := g.secrets()
	if err != nil {
		return "", err
	}

	text := strings.ReplaceAll(string(bytes), bundle.Cluster.ID, "CLUSTER-ID")

	return certificates.ReplaceAllLiteralString(text, "CERTIFICATE"), nil
}
