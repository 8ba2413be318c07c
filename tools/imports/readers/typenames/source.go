package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
)

// reference names a type by the folder of its package inside the module.
type reference struct{ folder, name string }

// declaration is a type and the file that it stands in.
type declaration struct {
	file *ast.File
	spec *ast.TypeSpec
}

// source reads the packages of a module, each once and only when needed.
type source struct {
	folder, module string
	packages       map[string]map[string]declaration
}

func newSource(folder, module string) *source {
	return &source{folder: folder, module: module, packages: map[string]map[string]declaration{}}
}

// find returns the declaration of a type.
func (s *source) find(r reference) (declaration, error) {
	if s.packages[r.folder] == nil {
		types, err := s.parse(r.folder)
		if err != nil {
			return declaration{}, err
		}
		s.packages[r.folder] = types
	}
	found, ok := s.packages[r.folder][r.name]
	if !ok {
		return declaration{}, fmt.Errorf("no type %s in %s", r.name, r.folder)
	}
	return found, nil
}

// parse reads the types of a package.
func (s *source) parse(folder string) (map[string]declaration, error) {
	entries, err := os.ReadDir(filepath.Join(s.folder, folder))
	if err != nil {
		return nil, err
	}
	types := map[string]declaration{}
	for _, entry := range entries {
		if !strings.HasSuffix(entry.Name(), ".go") || strings.HasSuffix(entry.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(s.folder, folder, entry.Name()), nil, 0)
		if err != nil {
			return nil, err
		}
		for _, declared := range file.Decls {
			general, ok := declared.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, spec := range general.Specs {
				if typeSpec, ok := spec.(*ast.TypeSpec); ok {
					types[typeSpec.Name.Name] = declaration{file: file, spec: typeSpec}
				}
			}
		}
	}
	return types, nil
}

// imported returns the folder of a package that a file imports by a name; false
// if the package is not one of the module.
func (s *source) imported(file *ast.File, name string) (string, bool) {
	for _, spec := range file.Imports {
		target, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		known := path.Base(target)
		if spec.Name != nil {
			known = spec.Name.Name
		}
		if known == name {
			return strings.CutPrefix(target, s.module+"/")
		}
	}
	return "", false
}
