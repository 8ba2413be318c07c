module ichor.invalid/conformance/rehearsal/lifeline

go 1.26.0
