// Pins the release whose definitions are read; holds no Go code.
module ichor.invalid/conformance/gitops/argo-cd

go 1.26.6

require github.com/argoproj/argo-cd/v3 v3.5.7
