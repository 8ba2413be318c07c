// posix reads shell scripts as POSIX has them, and says of each what is none of it.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

type request struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

type answer struct {
	ID    string `json:"id"`
	Error string `json:"error,omitempty"`
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<26)
	answers := json.NewEncoder(os.Stdout)

	for lines.Scan() {
		var asked request
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil {
			fail(err)
		}

		given := answer{ID: asked.ID}
		if _, err := syntax.NewParser(syntax.Variant(syntax.LangPOSIX)).Parse(strings.NewReader(asked.Text), ""); err != nil {
			given.Error = err.Error()
		}

		if err := answers.Encode(given); err != nil {
			fail(err)
		}
	}

	if err := lines.Err(); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
