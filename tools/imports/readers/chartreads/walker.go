package main

import (
	"fmt"
	"strings"
	"text/template/parse"
)

// walker walks through templates and notes what they read.
type walker struct {
	chart *chart
	reads *reads
	// seen keeps a template from being walked twice with the same argument.
	seen map[string]bool

	// The place of the walk:
	tree      *parse.Tree
	dot       values
	variables *scope
}

func newWalker(c *chart, r *reads) *walker {
	return &walker{chart: c, reads: r, seen: map[string]bool{}}
}

func (w *walker) walkAll() {
	for _, name := range w.chart.entries {
		w.walkTree(w.chart.trees[name], values{{top: true}})
	}
}

// walkTree walks a template as if it were called with the given argument.
func (w *walker) walkTree(tree *parse.Tree, argument values) {
	if tree == nil || tree.Root == nil {
		return
	}
	call := fmt.Sprint(tree.Name, argument)
	if w.seen[call] {
		return
	}
	w.seen[call] = true
	outer := *w
	w.tree, w.dot, w.variables = tree, argument, &scope{names: map[string]values{"$": argument}}
	w.walkList(tree.Root)
	*w = outer
}

func (w *walker) walkList(list *parse.ListNode) {
	if list == nil {
		return
	}
	for _, node := range list.Nodes {
		w.walkNode(node)
	}
}

func (w *walker) walkNode(node parse.Node) {
	switch n := node.(type) {
	case *parse.ActionNode:
		w.pipe(n.Pipe, usePrint)
	case *parse.TemplateNode:
		if n.Pipe != nil {
			w.walkTree(w.chart.trees[n.Name], w.pipe(n.Pipe, useNone))
		}
	case *parse.IfNode:
		how := useTest
		if onlyFails(n.List) {
			how = useRefuse
		}
		w.branch(n.BranchNode, how, func(values) values { return w.dot })
	case *parse.WithNode:
		w.branch(n.BranchNode, useTest, func(found values) values { return found })
	case *parse.RangeNode:
		w.branch(n.BranchNode, useEach, func(found values) values { return found.element() })
	case *parse.ListNode:
		w.walkList(n)
	}
}

// branch walks an if, with or range. dotInside says what the dot is in its body.
func (w *walker) branch(n parse.BranchNode, how use, dotInside func(values) values) {
	outer := w.variables
	w.variables = &scope{names: map[string]values{}, outer: outer}
	found := w.pipeValue(n.Pipe, how)
	w.declare(n.Pipe, found, n.NodeType == parse.NodeRange)
	dot := w.dot
	w.dot = dotInside(found)
	w.walkList(n.List)
	w.dot = dot
	w.walkList(n.ElseList)
	w.variables = outer
}

// onlyFails tells whether all that a body can do is make rendering fail.
func onlyFails(list *parse.ListNode) bool {
	fails := false
	for _, node := range list.Nodes {
		switch n := node.(type) {
		case *parse.TextNode:
			if len(strings.TrimSpace(string(n.Text))) > 0 {
				return false
			}
		case *parse.CommentNode:
		case *parse.ActionNode:
			command := n.Pipe.Cmds[len(n.Pipe.Cmds)-1]
			if name, ok := command.Args[0].(*parse.IdentifierNode); !ok || name.Ident != "fail" {
				return false
			}
			fails = true
		case *parse.IfNode:
			if !onlyFails(n.List) || n.ElseList != nil && !onlyFails(n.ElseList) {
				return false
			}
			fails = true
		default:
			return false
		}
	}
	return fails
}

// note records that the walk reads each of the found values at a node.
func (w *walker) note(found values, how use, node parse.Node) values {
	if how == useNone {
		return found
	}
	location, _ := w.tree.ErrorContext(node)
	file, _, _ := strings.Cut(location, ":")
	for _, v := range found {
		if v.path != nil {
			w.reads.add(v.path, how, file)
		}
		if how == useEach { // the elements are what the template holds next
			continue
		}
		for _, item := range v.list {
			w.note(item, how, node)
		}
		for _, item := range v.dict {
			w.note(item, how, node)
		}
	}
	return found
}
