module ichor.invalid/conformance/commands/posix

go 1.26.6

require mvdan.cc/sh/v3 v3.14.1
