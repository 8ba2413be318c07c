package main

import (
	"go/ast"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// fields walks through the fields of a type and notes the names of their types.
type fields struct {
	source *source
	names  map[string]string
	// inside are the types around the walk, so that one that holds itself ends it.
	inside []reference
}

func newFields(s *source, names map[string]string) *fields {
	return &fields{source: s, names: names}
}

// walk follows a named type that stands at a path.
func (f *fields) walk(r reference, at string) error {
	if slices.Contains(f.inside, r) {
		return nil
	}
	found, err := f.source.find(r)
	if err != nil {
		return err
	}
	f.inside = append(f.inside, r)
	defer func() { f.inside = f.inside[:len(f.inside)-1] }()
	return f.expression(found, r, found.spec.Type, at)
}

// expression follows a type as it is written in the declaration of another.
func (f *fields) expression(in declaration, r reference, expression ast.Expr, at string) error {
	switch e := expression.(type) {
	case *ast.StarExpr:
		return f.expression(in, r, e.X, at)
	case *ast.ArrayType:
		return f.expression(in, r, e.Elt, at+"[]")
	case *ast.MapType:
		return f.expression(in, r, e.Value, at+"{}")
	case *ast.StructType:
		return f.structure(in, r, e, at)
	case *ast.Ident:
		if ast.IsExported(e.Name) {
			return f.named(reference{folder: r.folder, name: e.Name}, at)
		}
	case *ast.SelectorExpr:
		if folder, ok := f.source.imported(in.file, e.X.(*ast.Ident).Name); ok {
			return f.named(reference{folder: folder, name: e.Sel.Name}, at)
		}
	}
	return nil
}

// named notes a type's name and follows it.
func (f *fields) named(r reference, at string) error {
	if _, known := f.names[at]; !known && at != "" {
		f.names[at] = r.name
	}
	return f.walk(r, at)
}

// structure follows the fields of a struct. The fields of an embedded one
// without a name of its own belong to the struct around it.
func (f *fields) structure(in declaration, r reference, structure *ast.StructType, at string) error {
	for _, field := range structure.Fields.List {
		name, _, _ := strings.Cut(jsonTag(field), ",")
		path := at
		switch {
		case name == "-":
			continue
		case name != "" && at != "":
			path = at + "." + name
		case name != "":
			path = name
		case len(field.Names) > 0:
			continue
		}
		if err := f.expression(in, r, field.Type, path); err != nil {
			return err
		}
	}
	return nil
}

func jsonTag(field *ast.Field) string {
	if field.Tag == nil {
		return ""
	}
	tag, err := strconv.Unquote(field.Tag.Value)
	if err != nil {
		return ""
	}
	return reflect.StructTag(tag).Get("json")
}
