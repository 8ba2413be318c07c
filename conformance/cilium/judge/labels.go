package judge

import (
	"cmp"
	"encoding/json"
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	slim_corev1 "github.com/cilium/cilium/pkg/k8s/slim/k8s/api/core/v1"
	"github.com/cilium/cilium/pkg/labels"
	"github.com/cilium/cilium/pkg/labelsfilter"
	"github.com/cilium/cilium/pkg/option"
	ports "github.com/cilium/cilium/pkg/types"
)

// LabelFilterRequest asks which labels the agent makes a part of identities.
type LabelFilterRequest struct {
	// Config is the value of the agent's option labels, one prefix each.
	Config []string `json:"config"`
	Labels []string `json:"labels"`
}

// PodLabelsRequest asks for the identity of a pod.
type PodLabelsRequest struct {
	Config    []string                     `json:"config"`
	Cluster   string                       `json:"cluster"`
	Pod       json.RawMessage              `json:"pod"`
	Namespace metav1.PartialObjectMetadata `json:"namespace"`
}

// LabelsAnswer has sorted labels and, of a pod, its named ports.
type LabelsAnswer struct {
	Engine         string   `json:"engine"`
	IdentityLabels []string `json:"identityLabels"`
	Dropped        []string `json:"dropped"`
	NamedPorts     []Port   `json:"namedPorts,omitempty"`
}

func (j *Judge) labelFilter(req LabelFilterRequest) (LabelsAnswer, error) {
	if err := labelsfilter.ParseLabelPrefixCfg(j.log, req.Config, nil, ""); err != nil {
		return LabelsAnswer{}, err
	}

	kept, dropped := labelsfilter.Filter(labels.NewLabelsFromModel(req.Labels))

	return LabelsAnswer{Engine: j.version, IdentityLabels: sortedModel(kept), Dropped: sortedModel(dropped)}, nil
}

// podLabels does what the agent does for a new pod
// (pkg/endpoint/metadata/k8s_metadatafetcher.go).
func (j *Judge) podLabels(req PodLabelsRequest) (LabelsAnswer, error) {
	if err := labelsfilter.ParseLabelPrefixCfg(j.log, req.Config, nil, ""); err != nil {
		return LabelsAnswer{}, err
	}

	var pod slim_corev1.Pod
	if err := json.Unmarshal(req.Pod, &pod); err != nil {
		return LabelsAnswer{}, err
	}

	// The name of the cluster is one of the options that worlds set.
	j.configured = nil
	option.Config.ClusterName = cmp.Or(req.Cluster, "default")

	named, lbls := j.engine.PodMetadata(j.log, &req.Namespace, &pod)
	kept, dropped := labelsfilter.Filter(labels.Map2Labels(lbls, labels.LabelSourceK8s))

	for _, label := range j.engine.PortLabels(named) {
		kept[label.Key] = label
	}

	return LabelsAnswer{
		Engine:         j.version,
		IdentityLabels: sortedModel(kept),
		Dropped:        sortedModel(dropped),
		NamedPorts:     portList(named),
	}, nil
}

func portList(named ports.NamedPortMap) []Port {
	list := make([]Port, 0, len(named))

	for name, port := range named {
		list = append(list, Port{Name: name, Protocol: port.Proto.String(), Number: int(port.Port)})
	}

	slices.SortFunc(list, func(a, b Port) int { return cmp.Compare(a.Name, b.Name) })

	return list
}
