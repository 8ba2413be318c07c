// Pins the release whose definitions are read; holds no Go code.
module ichor.invalid/conformance/gitops/helm-controller

go 1.26.6

require github.com/fluxcd/helm-controller v1.6.4
