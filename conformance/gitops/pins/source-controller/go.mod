// Pins the release whose definitions are read; holds no Go code.
module ichor.invalid/conformance/gitops/source-controller

go 1.26.6

require github.com/fluxcd/source-controller v1.9.5
