// Pins the upstream version that imports/ is generated from; holds no Go code.
module ichor/imports/cilium-1.19

go 1.25.0

require github.com/cilium/cilium v1.19.6
