package judge

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/siderolabs/talos/pkg/machinery/config/encoder"
)

// DocumentedType is a type of configuration as upstream's reference has it.
type DocumentedType struct {
	Type      string            `json:"type"`
	AppearsIn []Appearance      `json:"appearsIn"`
	Examples  []string          `json:"examples"`
	Fields    []DocumentedField `json:"fields"`
}

// Appearance is a field of another type that holds the type.
type Appearance struct {
	Type  string `json:"type"`
	Field string `json:"field"`
}

// DocumentedField is a field of a type with its examples as YAML.
type DocumentedField struct {
	Name     string   `json:"name"`
	Type     string   `json:"type"`
	Inline   bool     `json:"inline,omitempty"`
	Examples []string `json:"examples"`
}

// WriteExamples writes the types of each package with upstream's examples of
// them, as its reference of configuration shows them.
func WriteExamples(out io.Writer, files []*encoder.FileDoc) error {
	packages := map[string][]DocumentedType{}

	for _, file := range files {
		for _, doc := range file.Structs {
			documented, err := documentedType(doc)
			if err != nil {
				return fmt.Errorf("%s.%s: %w", file.Name, doc.Type, err)
			}

			packages[file.Name] = append(packages[file.Name], documented)
		}
	}

	return json.NewEncoder(out).Encode(packages)
}

func documentedType(doc *encoder.Doc) (DocumentedType, error) {
	documented := DocumentedType{Type: doc.Type, AppearsIn: []Appearance{}, Fields: []DocumentedField{}}

	for _, appearance := range doc.AppearsIn {
		documented.AppearsIn = append(documented.AppearsIn, Appearance{Type: appearance.TypeName, Field: appearance.FieldName})
	}

	var err error

	if documented.Examples, err = examplesOf(doc); err != nil {
		return documented, err
	}

	for i := range doc.Fields {
		field := &doc.Fields[i]

		examples, err := examplesOf(field)
		if err != nil {
			return documented, fmt.Errorf("%s: %w", field.Name, err)
		}

		documented.Fields = append(documented.Fields, DocumentedField{
			Name: field.Name, Type: field.Type, Inline: field.Inline, Examples: examples,
		})
	}

	return documented, nil
}

func examplesOf(doc *encoder.Doc) ([]string, error) {
	texts := []string{}

	for _, example := range doc.Examples {
		text, err := encoder.NewEncoder(example.GetValue(), encoder.WithComments(encoder.CommentsDisabled)).Encode()
		if err != nil {
			return nil, err
		}

		texts = append(texts, string(text))
	}

	return texts, nil
}
