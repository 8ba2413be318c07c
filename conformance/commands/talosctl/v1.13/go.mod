// Pins the release whose reference of talosctl is read; holds no Go code.
module ichor.invalid/conformance/commands/talosctl/v1.13

go 1.26.6

require github.com/siderolabs/talos v1.13.9
