// Package lifeline ties a program to whoever started it.
package lifeline

import (
	"io"
	"os"
)

// Hold ends the program when its standard input ends. Whoever started it has the other end of that pipe and loses it however
// they end themselves, so that no program of a rehearsal outlives the test that needs it.
func Hold() {
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)

		os.Exit(0)
	}()
}
