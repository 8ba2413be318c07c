package judge

import (
	"encoding"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strings"

	"github.com/siderolabs/talos/pkg/machinery/config/configloader"
)

// Field is what a machine configuration may hold at one place, by the Go type
// that it is decoded into.
type Field struct {
	// Type is object, map, list, boolean, integer, number, string, any, text
	// for what is made of a text, or self for other types that decode themselves.
	Type string `json:"type"`
	// Name is the Go type of text and self.
	Name string `json:"name,omitempty"`
	// Fields are those of an object.
	Fields map[string]*Field `json:"fields,omitempty"`
	// Below is what a map or list holds.
	Below *Field `json:"below,omitempty"`
	// Optional says that an object may be absent, and not only empty.
	Optional bool `json:"optional,omitempty"`
	// Replaced says that a later patch does not append to the list: it takes
	// its place, or changes the items that are alike.
	Replaced bool `json:"replaced,omitempty"`
}

// WriteSurface writes the fields of the documents of these kinds as JSON; the
// empty kind is the v1alpha1 document.
func WriteSurface(out io.Writer, kinds []string) error {
	surface := map[string]*Field{}

	for _, kind := range kinds {
		text := "version: v1alpha1\nmachine: {}\n"
		if kind != "" {
			text = fmt.Sprintf("apiVersion: v1alpha1\nkind: %s\n", kind)
		}

		// Its two ends are not to have one name.
		if kind == "VethConfig" {
			text += "name: a\npeer: {name: b}\n"
		}

		provider, err := configloader.NewFromBytes([]byte(text))
		if err != nil {
			return fmt.Errorf("%s: %w", kind, err)
		}

		for _, document := range provider.Documents() {
			surface[kind] = fieldOf(reflect.TypeOf(document))
		}
	}

	return json.NewEncoder(out).Encode(surface)
}

var decodesText = reflect.TypeFor[encoding.TextUnmarshaler]()

func fieldOf(t reflect.Type) *Field {
	if t.Kind() == reflect.Pointer {
		return fieldOf(t.Elem())
	}

	pointer := reflect.PointerTo(t)
	_, decodesItself := pointer.MethodByName("UnmarshalYAML")

	switch {
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Struct:
		// Such a list decodes itself to look for what is there twice.
	case pointer.Implements(decodesText):
		return &Field{Type: "text", Name: t.String()}
	case decodesItself, t.String() == "time.Duration":
		return &Field{Type: "self", Name: t.String()}
	}

	switch t.Kind() {
	case reflect.Struct:
		fields := map[string]*Field{}
		if isOpen := addFields(fields, t); isOpen {
			return &Field{Type: "any"}
		}

		return &Field{Type: "object", Fields: fields}
	case reflect.Map:
		return &Field{Type: "map", Below: fieldOf(t.Elem())}
	case reflect.Slice, reflect.Array:
		return &Field{Type: "list", Below: fieldOf(t.Elem())}
	case reflect.Bool:
		return &Field{Type: "boolean"}
	case reflect.String:
		return &Field{Type: "string"}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return &Field{Type: "integer"}
	case reflect.Float32, reflect.Float64:
		return &Field{Type: "number"}
	default:
		return &Field{Type: "any"}
	}
}

// addFields says whether the struct takes any key beside its own.
func addFields(fields map[string]*Field, t reflect.Type) (isOpen bool) {
	for i := range t.NumField() {
		structField := t.Field(i)

		tag, _ := structField.Tag.Lookup("yaml")
		name, options, _ := strings.Cut(tag, ",")

		if name == "-" || (!structField.IsExported() && !structField.Anonymous) {
			continue
		}

		if strings.Contains(options, "inline") {
			below := structField.Type
			if below.Kind() == reflect.Pointer {
				below = below.Elem()
			}

			if below.Kind() == reflect.Map || addFields(fields, below) {
				isOpen = true
			}

			continue
		}

		if name == "" {
			name = strings.ToLower(structField.Name)
		}

		field := *fieldOf(structField.Type)
		field.Optional = structField.Type.Kind() == reflect.Pointer
		_, merges := reflect.PointerTo(structField.Type).MethodByName("Merge")
		field.Replaced = merges || structField.Tag.Get("merge") == "replace"
		fields[name] = &field
	}

	return isOpen
}
