// Command schematic answers what Image Factory makes of schematics: the
// canonical text and the id.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/siderolabs/image-factory/pkg/schematic"
)

// Request is one schematic as a person would send it to the factory.
type Request struct {
	// ID is repeated in the answer.
	ID string `json:"id"`
	// YAML is the text, YAML or JSON.
	YAML string `json:"yaml"`
}

// Answer is what the factory makes of it.
type Answer struct {
	ID string `json:"id"`
	// Error is why it takes no such schematic.
	Error string `json:"error,omitempty"`
	// Canonical is the text that the id is the hash of.
	Canonical string `json:"canonical,omitempty"`
	// Schematic is the id that the factory gives it.
	Schematic string `json:"schematic,omitempty"`
}

func main() {
	if err := serve(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// serve answers the requests of a stream, one JSON object on each line, in the same order.
func serve(in io.Reader, out io.Writer) error {
	decoder := json.NewDecoder(bufio.NewReader(in))
	decoder.DisallowUnknownFields()

	writer := bufio.NewWriter(out)
	encoder := json.NewEncoder(writer)
	encoder.SetEscapeHTML(false)

	for decoder.More() {
		var request Request
		if err := decoder.Decode(&request); err != nil {
			return err
		}

		if err := encoder.Encode(answer(request)); err != nil {
			return err
		}
	}

	return writer.Flush()
}

func answer(request Request) (answer Answer) {
	answer.ID = request.ID

	defer func() {
		if r := recover(); r != nil {
			answer.Error = fmt.Sprintf("panic: %v", r)
		}
	}()

	parsed, err := schematic.Unmarshal([]byte(request.YAML))
	if err != nil {
		answer.Error = err.Error()

		return answer
	}

	canonical, err := parsed.Marshal()
	if err != nil {
		answer.Error = err.Error()

		return answer
	}

	answer.Canonical = string(canonical)

	if answer.Schematic, err = parsed.ID(); err != nil {
		answer.Error = err.Error()
	}

	return answer
}
