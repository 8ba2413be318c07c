// Command operator is Cilium's, as main of github.com/cilium/cilium/operator starts it; it ends when its standard input does.
package main

import (
	"github.com/cilium/cilium/operator/cmd"
	"github.com/cilium/cilium/pkg/hive"
	"ichor.invalid/conformance/rehearsal/lifeline"
)

func main() {
	lifeline.Hold()

	cmd.Execute(cmd.NewOperatorCmd(hive.New(cmd.Operator)))
}
