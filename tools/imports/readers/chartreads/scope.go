package main

import "text/template/parse"

// scope holds the variables of a body; those of the bodies around it stay visible.
type scope struct {
	names map[string]values
	outer *scope
}

func (s *scope) get(name string) values {
	for ; s != nil; s = s.outer {
		if found, ok := s.names[name]; ok {
			return found
		}
	}
	return nil
}

// assign adds an alternative to a variable, wherever it was declared.
func (s *scope) assign(name string, found values) {
	for at := s; at != nil; at = at.outer {
		if _, ok := at.names[name]; ok {
			at.names[name] = append(at.names[name], found...)
			return
		}
	}
}

// declare gives the variables of a pipeline ("$x := …", "$key, $item := …") their values.
func (w *walker) declare(pipe *parse.PipeNode, found values, ranged bool) {
	for i, variable := range pipe.Decl {
		given := found
		if ranged {
			given = found.element()
			if len(pipe.Decl) == 2 && i == 0 {
				given = nil // an index or key
			}
		}
		if pipe.IsAssign {
			w.variables.assign(variable.Ident[0], given)
		} else {
			w.variables.names[variable.Ident[0]] = given
		}
	}
}
