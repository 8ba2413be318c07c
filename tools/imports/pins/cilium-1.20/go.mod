// Pins the upstream version that imports/ is generated from; holds no Go code.
module ichor/imports/cilium-1.20

go 1.26.0

require github.com/cilium/cilium v1.20.2
