package judge

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

// Main answers the requests on standard input, one JSON object on each line, on
// standard output in the same order, until input ends. With the argument
// --surface and kinds of documents it writes the fields of those instead, with
// --examples those of upstream's reference.
func Main(machinery Machinery) {
	if len(os.Args) > 1 && os.Args[1] == "--surface" {
		if err := WriteSurface(os.Stdout, os.Args[2:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}

		return
	}

	if len(os.Args) > 1 && os.Args[1] == "--examples" {
		if err := WriteExamples(os.Stdout, machinery.Docs()); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}

		return
	}

	if err := New(machinery).Serve(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// Serve answers the requests of a stream. Only a failing stream is an error; a
// line that is no request gets an answer like any other. Empty lines are skipped.
func (j *Judge) Serve(in io.Reader, out io.Writer) error {
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

func (j *Judge) answerLine(line []byte) Answer {
	var req Request

	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.DisallowUnknownFields()

	err := decoder.Decode(&req)
	if err == nil && decoder.More() {
		err = errors.New("more than one value on a line")
	}

	if err != nil {
		return Answer{
			ID: req.ID, Stage: StageRequest, Errors: []string{err.Error()},
			Warnings: []string{}, BaselineWarnings: []string{},
		}
	}

	return j.Answer(req)
}
