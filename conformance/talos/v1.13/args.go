package main

import (
	"maps"

	"github.com/siderolabs/talos/pkg/machinery/config/config"
)

// extraArgs returns the arguments, each of which may be given several times.
func extraArgs(apiServer config.APIServer) map[string][]string {
	args := map[string][]string{}
	maps.Copy(args, apiServer.ExtraArgs())

	return args
}
