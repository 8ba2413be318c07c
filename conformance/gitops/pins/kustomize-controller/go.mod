// Pins the release whose definitions are read; holds no Go code.
module ichor.invalid/conformance/gitops/kustomize-controller

go 1.26.6

require github.com/fluxcd/kustomize-controller v1.9.5
