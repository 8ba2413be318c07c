package judge

import "fmt"

// AddRegistered adds the taints with which the kubelet registers its node, as
// the kubelet's own configuration has them.
func AddRegistered(taints map[string]string, kubelet map[string]any) {
	list, _ := kubelet["registerWithTaints"].([]any)

	for _, entry := range list {
		taint, _ := entry.(map[string]any)
		text := func(field string) string {
			value, _ := taint[field].(string)

			return value
		}

		key, value, effect := text("key"), text("value"), text("effect")
		if value != "" {
			effect = fmt.Sprintf("%s:%s", value, effect)
		}

		taints[key] = effect
	}
}
