package judge

import (
	"fmt"
	"slices"

	"github.com/siderolabs/talos/pkg/machinery/config"
	"github.com/siderolabs/talos/pkg/machinery/config/configloader"
	"github.com/siderolabs/talos/pkg/machinery/config/configpatcher"
	"github.com/siderolabs/talos/pkg/machinery/config/encoder"
	"github.com/siderolabs/talos/pkg/machinery/config/validation"
)

// Machinery is what differs between the supported versions of the machinery.
type Machinery interface {
	// Docs is upstream's reference of configuration, a file for each package.
	Docs() []*encoder.FileDoc
	// Validate is the validation that `talosctl validate` does.
	Validate(config.Provider, validation.RuntimeMode, ...validation.Option) ([]string, error)
	// Summarize fills in what upstream's accessors say; UserVolumes is already set.
	Summarize(config.Provider, *Summary)
	// SummarizeMetal adds what has no accessor that all versions share.
	SummarizeMetal(config.Provider, *Metal)
}

// Judge answers requests with one version of the machinery.
type Judge struct {
	machinery Machinery
	generator generator
}

// New returns a Judge over one version of the machinery.
func New(machinery Machinery) *Judge {
	return &Judge{machinery: machinery, generator: newGenerator()}
}

// Answer gives upstream's verdict on a request. It never panics.
func (j *Judge) Answer(req Request) (answer Answer) {
	answer = Answer{ID: req.ID, Stage: StageRequest, Errors: []string{}, Warnings: []string{}, BaselineWarnings: []string{}}

	defer func() {
		if r := recover(); r != nil {
			answer.Accepted = false
			answer.Errors = append(answer.Errors, fmt.Sprintf("panic: %v", r))
		}
	}()

	if err := j.decide(req, &answer); err != nil {
		answer.Errors = flatten(err)

		return answer
	}

	answer.Stage, answer.Accepted = StageOK, true

	return answer
}

func (j *Judge) decide(req Request, answer *Answer) error {
	mode, err := parseMode(req.Mode)
	if err != nil {
		return err
	}

	machineType, err := parseType(req.Type)
	if err != nil {
		return err
	}

	answer.KubernetesUnsupported = kubernetesUnsupported(kubernetesVersion(req))

	answer.Stage = StageGenerate

	base, err := j.generator.generate(req, mode, machineType)
	if err != nil {
		return err
	}

	baseline, err := reparse(base)
	if err != nil {
		return err
	}

	baselineWarnings, err := j.validate(baseline, mode)
	if err != nil {
		answer.BaselineErrors = flatten(err)
	}

	answer.Stage = StagePatch

	patched, err := apply(base, req.Patches)
	if err != nil {
		return err
	}

	answer.Stage = StageParse

	merged, err := reparse(patched)
	if err != nil {
		return err
	}

	answer.Summary = j.summarize(merged, mode, req.Disks)

	if req.WithConfig {
		if answer.Config, err = j.generator.redacted(merged); err != nil {
			return err
		}
	}

	answer.Stage = StageValidate

	warnings, err := j.validate(merged, mode)

	for _, warning := range warnings {
		if slices.Contains(baselineWarnings, warning) {
			answer.BaselineWarnings = append(answer.BaselineWarnings, warning)
		} else {
			answer.Warnings = append(answer.Warnings, warning)
		}
	}

	return err
}

func (j *Judge) validate(cfg config.Provider, mode validation.RuntimeMode) ([]string, error) {
	return j.machinery.Validate(cfg, mode, validation.WithLocal())
}

// summarize returns nil when an accessor cannot cope with an invalid configuration.
func (j *Judge) summarize(cfg config.Provider, mode runtimeMode, disks []Disk) (summary *Summary) {
	defer func() {
		if recover() != nil {
			summary = nil
		}
	}()

	summary = &Summary{UserVolumes: []string{}}

	for _, volume := range cfg.UserVolumeConfigs() {
		summary.UserVolumes = append(summary.UserVolumes, volume.Name())
	}

	j.machinery.Summarize(cfg, summary)

	if !mode.InContainer() {
		summary.Metal = metal(cfg)
		j.machinery.SummarizeMetal(cfg, summary.Metal)

		if summary.Metal.Install != nil {
			summary.Metal.Install.choose(disks)
		}
	}

	return summary
}

// apply loads and applies the patches in order. Patches are loaded one by one
// from their text, since LoadPatches takes some texts for names of files.
func apply(base config.Provider, texts []string) (config.Provider, error) {
	patches := make([]configpatcher.Patch, 0, len(texts))

	for _, text := range texts {
		patch, err := configpatcher.LoadPatch([]byte(text))
		if err != nil {
			return nil, err
		}

		patches = append(patches, patch)
	}

	out, err := configpatcher.Apply(configpatcher.WithConfig(base), patches)
	if err != nil {
		return nil, err
	}

	return out.Config()
}

// reparse is what a machine does with the bytes that talosctl sends it.
func reparse(cfg config.Provider) (config.Provider, error) {
	bytes, err := cfg.EncodeBytes(encoder.WithComments(encoder.CommentsDisabled))
	if err != nil {
		return nil, err
	}

	return configloader.NewFromBytes(bytes)
}
