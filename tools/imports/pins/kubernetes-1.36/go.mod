// Pins the upstream version that imports/ is generated from; holds no Go code.
module ichor/imports/kubernetes-1.36

go 1.26.0

require k8s.io/kubernetes v1.36.3
