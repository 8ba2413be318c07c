package main

import "text/template/parse"

// pipe evaluates a pipeline and declares its variables.
func (w *walker) pipe(pipe *parse.PipeNode, how use) values {
	if len(pipe.Decl) > 0 {
		how = useNone // what becomes of the variable tells
	}
	found := w.pipeValue(pipe, how)
	w.declare(pipe, found, false)
	return found
}

// pipeValue evaluates a pipeline whose result is used as how says.
func (w *walker) pipeValue(pipe *parse.PipeNode, how use) values {
	return w.command(pipe.Cmds, how)
}

// command evaluates the last of a pipeline's commands; the ones before it are
// its last argument.
func (w *walker) command(commands []*parse.CommandNode, how use) values {
	last := commands[len(commands)-1]
	arguments := []argument{}
	for _, node := range last.Args[1:] {
		arguments = append(arguments, func(how use) values { return w.operand(node, how) })
	}
	if before := commands[:len(commands)-1]; len(before) > 0 {
		arguments = append(arguments, func(how use) values { return w.command(before, how) })
	}
	if name, ok := last.Args[0].(*parse.IdentifierNode); ok {
		return w.call(call{name: name.Ident, arguments: arguments, nodes: last.Args[1:], node: last, how: how})
	}
	if field, ok := last.Args[0].(*parse.FieldNode); ok && len(arguments) > 0 {
		return w.method(field, last)
	}
	return w.operand(last.Args[0], how)
}

// operand evaluates a single operand.
func (w *walker) operand(node parse.Node, how use) values {
	switch n := node.(type) {
	case *parse.DotNode:
		return w.note(w.dot, how, n)
	case *parse.FieldNode:
		return w.note(w.dot.fields(n.Ident), how, n)
	case *parse.VariableNode:
		return w.note(w.variables.get(n.Ident[0]).fields(n.Ident[1:]), how, n)
	case *parse.ChainNode:
		return w.note(w.operand(n.Node, useNone).fields(n.Field), how, n)
	case *parse.PipeNode:
		return w.pipeValue(n, how)
	case *parse.IdentifierNode:
		return w.call(call{name: n.Ident, node: n, how: how})
	}
	return nil
}

// method evaluates ".Files.Get" with the name of a file; other methods give
// nothing that comes from the chart's values.
func (w *walker) method(field *parse.FieldNode, command *parse.CommandNode) values {
	for _, node := range command.Args[1:] {
		w.operand(node, usePrint)
	}
	if len(field.Ident) == 2 && field.Ident[0] == "Files" && field.Ident[1] == "Get" {
		if name, ok := command.Args[1].(*parse.StringNode); ok {
			return values{{file: name.Text}}
		}
	}
	return nil
}
