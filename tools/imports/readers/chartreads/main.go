// Command chartreads lists every value that the templates of a Helm chart read.
//
//	go run ./chartreads <chart folder>
//
// It parses the templates with Go's own parser and follows values through
// with, range, variables, includes and the functions that hand a value on. The
// answer is a JSON array on standard output, one entry a value:
//
//	{"path": ["maglev", "tableSize"], "uses": ["print", "test"], "at": "templates/x.yaml"}
package main

import (
	"encoding/json"
	"fmt"
	"os"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: chartreads <chart folder>")
		os.Exit(2)
	}
	chart, err := loadChart(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, "chartreads:", err)
		os.Exit(1)
	}
	reads := newReads()
	newWalker(chart, reads).walkAll()
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(reads.sorted()); err != nil {
		fmt.Fprintln(os.Stderr, "chartreads:", err)
		os.Exit(1)
	}
}
