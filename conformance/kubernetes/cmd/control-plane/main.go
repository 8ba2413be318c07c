// Command control-plane is the programs of a control plane in one, with one that plays nodes and one that asks: they share
// nearly all of their code, so that they take one link instead of six. The first argument says which of them it is, the others
// are that program's own. It ends when its standard input does, but as kubectl, which ends by itself and may be given input.
package main

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	_ "time/tzdata" // time zones of CronJobs

	"github.com/spf13/cobra"
	"go.etcd.io/etcd/server/v3/etcdmain"
	"ichor.invalid/conformance/rehearsal/lifeline"
	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	_ "k8s.io/component-base/metrics/prometheus/version"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllers "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
)

// programs are started with their own name as first argument, as os.Args has it.
var programs = map[string]func(args []string){
	"etcd":                    etcdmain.Main,
	"kube-apiserver":          kubernetes(apiserver.NewAPIServerCommand),
	"kube-controller-manager": kubernetes(controllers.NewControllerManagerCommand),
	"kube-scheduler":          kubernetes(func() *cobra.Command { return scheduler.NewSchedulerCommand() }),
	"kubectl":                 kubectl,
	"kwok":                    kwok,
}

func main() {
	if len(os.Args) < 2 || programs[os.Args[1]] == nil {
		fmt.Fprintf(os.Stderr, "the first argument says which program to be: %s\n", strings.Join(slices.Sorted(maps.Keys(programs)), ", "))
		os.Exit(2)
	}

	os.Args = os.Args[1:]
	if os.Args[0] != "kubectl" {
		lifeline.Hold()
	}

	programs[os.Args[0]](os.Args)
}

// kubernetes runs a command as its own main function does, which takes its arguments from os.Args.
func kubernetes(command func() *cobra.Command) func([]string) {
	return func([]string) { os.Exit(cli.Run(command())) }
}
