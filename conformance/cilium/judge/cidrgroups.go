package judge

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/cilium/cilium/pkg/k8s/apis/cilium.io/v2"
	k8sutils "github.com/cilium/cilium/pkg/k8s/utils"
	"github.com/cilium/cilium/pkg/labels"
	"github.com/cilium/cilium/pkg/policy/api"
)

// readCIDRGroups returns the labels that the agent gives to the addresses of
// groups (pkg/policy/k8s/cilium_cidr_group.go): the group's name, and each of
// its labels both plain, which Exists looks for, and together with its value
// in a key, which In, NotIn and matchLabels look for.
func readCIDRGroups(objects []json.RawMessage) ([]CIDRGroupLabels, error) {
	groups := make([]CIDRGroupLabels, 0, len(objects))

	for i, object := range objects {
		var group v2.CiliumCIDRGroup
		if err := json.Unmarshal(object, &group); err != nil {
			return nil, fmt.Errorf("cidrGroup %d: %w", i, err)
		}

		reference := api.LabelForCIDRGroupRef(group.Name)
		lbls := labels.Labels{reference.Key: reference}

		for key, value := range k8sutils.RemoveCiliumLabels(group.Labels) {
			label := labels.NewLabel(key, value, labels.LabelSourceCIDRGroup)
			lbls[label.Key] = label
			encoded := labels.EncodedCIDRGroupLabel(label.Key, label.Value, label.Source)
			lbls[encoded.Key] = encoded
		}

		answer := CIDRGroupLabels{Name: group.Name, Labels: sortedModel(lbls), CIDRs: []string{}}

		for _, cidr := range group.Spec.ExternalCIDRs {
			answer.CIDRs = append(answer.CIDRs, string(cidr))
		}

		groups = append(groups, answer)
	}

	return groups, nil
}

func sortedModel(lbls labels.Labels) []string {
	model := lbls.GetModel()
	slices.Sort(model)

	return model
}
