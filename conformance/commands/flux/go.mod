// Pins the release of the program flux that is built; holds no Go code.
module ichor.invalid/conformance/commands/flux

go 1.26.6

require github.com/fluxcd/flux2/v2 v2.9.5
