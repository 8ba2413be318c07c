package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"text/template/parse"
)

// chart is a Helm chart's templates, parsed.
type chart struct {
	folder string
	// trees holds every template by its name: a file by its path inside the
	// chart, a {{ define }} by the name that it was given.
	trees map[string]*parse.Tree
	// entries are the files that Helm renders by themselves, sorted.
	entries []string
}

func loadChart(folder string) (*chart, error) {
	c := &chart{folder: folder, trees: map[string]*parse.Tree{}}
	err := filepath.WalkDir(filepath.Join(folder, "templates"), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		if err := c.parseFile(name); err != nil {
			return err
		}
		if !strings.HasPrefix(entry.Name(), "_") {
			c.entries = append(c.entries, name)
		}
		return nil
	})
	sort.Strings(c.entries)
	return c, err
}

// parseFile parses one file of the chart under its own path as name.
func (c *chart) parseFile(name string) error {
	text, err := os.ReadFile(filepath.Join(c.folder, name))
	if err != nil {
		return err
	}
	tree := parse.New(name)
	tree.Mode = parse.SkipFuncCheck
	_, err = tree.Parse(string(text), "{{", "}}", c.trees)
	return err
}

// file returns the parsed template of a file that is not under templates/,
// such as one that a template renders with tpl; nil if there is none.
func (c *chart) file(name string) *parse.Tree {
	if c.trees[name] == nil && c.parseFile(name) != nil {
		return nil
	}
	return c.trees[name]
}
