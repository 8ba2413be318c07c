package judge

import (
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"

	"github.com/cilium/cilium/pkg/crypto/certificatemanager"
	envoypolicy "github.com/cilium/cilium/pkg/envoy/policy"
	"github.com/cilium/cilium/pkg/logging"
)

const module = "github.com/cilium/cilium"

// Judge answers requests with one version of Cilium. Upstream's options are
// global, so there may be only one at a time.
type Judge struct {
	engine     Engine
	version    string
	log        *slog.Logger
	translator envoypolicy.EnvoyL7RulesTranslator
	// configured is what upstream's options are set to.
	configured *Config
	// place is what a world's evaluation has come to.
	place string
}

// New returns a Judge over one version of Cilium.
func New(engine Engine) *Judge {
	log := slog.New(slog.DiscardHandler)
	logging.DefaultSlogLogger = log

	return &Judge{
		engine:     engine,
		version:    version(),
		log:        log,
		translator: envoypolicy.NewEnvoyL7RulesTranslator(log, certificatemanager.NewMockSecretManagerSDS()),
	}
}

// Answer gives upstream's answer to a request. It never panics.
func (j *Judge) Answer(req Request) (answer any) {
	j.place = "request"

	defer func() {
		if r := recover(); r != nil {
			answer = Answer{World: req.World, Engine: j.version, Panic: fmt.Sprintf("%s: %v", j.place, r)}
		}
	}()

	answer, err := j.ask(req)
	if err != nil {
		return Answer{World: req.World, Engine: j.version, Error: err.Error()}
	}

	return answer
}

func (j *Judge) ask(req Request) (any, error) {
	asked := 0

	for _, present := range []bool{
		req.World != nil, req.LabelFilter != nil, req.PodLabels != nil,
		req.MatchPattern != nil, req.DNSRules != nil, req.Entities,
	} {
		if present {
			asked++
		}
	}

	if asked != 1 {
		return nil, errors.New("exactly one of world, labelFilter, podLabels, matchPattern, dnsRules and entities is needed")
	}

	switch {
	case req.LabelFilter != nil:
		return j.labelFilter(*req.LabelFilter)
	case req.PodLabels != nil:
		return j.podLabels(*req.PodLabels)
	case req.MatchPattern != nil:
		return j.matchPattern(*req.MatchPattern), nil
	case req.DNSRules != nil:
		return j.dnsRules(*req.DNSRules)
	case req.Entities:
		return j.entities(), nil
	}

	answer, err := j.world(req)
	if err != nil {
		return nil, err
	}

	return Answer{World: req.World, Engine: j.version, WorldAnswer: answer}, nil
}

func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}

	for _, dependency := range info.Deps {
		if dependency.Path == module {
			return strings.TrimPrefix(dependency.Version, "v")
		}
	}

	return ""
}
