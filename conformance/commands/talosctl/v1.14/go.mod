// Pins the release whose reference of talosctl is read; holds no Go code.
module ichor.invalid/conformance/commands/talosctl/v1.14

go 1.26.6

require github.com/siderolabs/talos v1.14.1
