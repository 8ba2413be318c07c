// Pins the release that the schema of SARIF is taken from; holds no Go code.
module ichor.invalid/conformance/sarif

go 1.26.0

require github.com/owenrumney/go-sarif/v3 v3.3.1
