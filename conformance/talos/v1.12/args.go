package main

import "github.com/siderolabs/talos/pkg/machinery/config/config"

// extraArgs returns the arguments in the shape that later versions have.
func extraArgs(apiServer config.APIServer) map[string][]string {
	args := map[string][]string{}

	for name, value := range apiServer.ExtraArgs() {
		args[name] = []string{value}
	}

	return args
}
