// Command validate says of Kubernetes objects what a Kubernetes API server says
// when they are created: it reads one request on each line of standard input,
//
//	{"id": "…", "object": {…}}
//
// and writes one answer on each line of standard output, in the same order,
//
//	{"id": "…", "accepted": true, "errors": [], "warnings": []}
//
// Built-in kinds are judged by the code of the API server itself, custom
// resources by its code for the definitions in the folders given with --crds.
// An object whose kind is neither is refused.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
)

type request struct {
	ID     string          `json:"id"`
	Object json.RawMessage `json:"object"`
}

type answer struct {
	ID       string   `json:"id"`
	Accepted bool     `json:"accepted"`
	Errors   []string `json:"errors"`
	Warnings []string `json:"warnings"`
}

func main() {
	var folders []string

	flag.Func("crds", "folder of CustomResourceDefinitions, searched recursively (repeatable)", func(folder string) error {
		folders = append(folders, folder)

		return nil
	})
	flag.Parse()

	if err := run(folders, os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(folders []string, in io.Reader, out io.Writer) error {
	if flag.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q", flag.Arg(0))
	}

	j, err := newJudge(folders)
	if err != nil {
		return err
	}

	reader := bufio.NewReader(in)
	writer := bufio.NewWriter(out)
	encoder := json.NewEncoder(writer)
	encoder.SetEscapeHTML(false)

	for {
		line, err := reader.ReadBytes('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}

		if line = bytes.TrimSpace(line); len(line) > 0 {
			if err := encoder.Encode(j.answerLine(line)); err != nil {
				return err
			}
		}

		// Answers wait for more input only while there is some to read.
		if reader.Buffered() == 0 {
			if err := writer.Flush(); err != nil {
				return err
			}
		}

		if err != nil {
			return nil
		}
	}
}
