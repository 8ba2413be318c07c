package main

import (
	"encoding/json"
	"slices"
	"sort"
)

// use says what a template does with a value.
type use string

const (
	// print: the value is written out, alone or through a function.
	usePrint use = "print"
	// test: the value decides what is rendered.
	useTest use = "test"
	// refuse: the value only decides whether rendering fails.
	useRefuse use = "refuse"
	// whole: the value is written out with all that is in it.
	useWhole use = "whole"
	// each: the template walks through the value's elements.
	useEach use = "each"
	// join: the value's elements are written out in one line; a single one may stand for a list.
	useJoin use = "join"
	// none: the value is handed on; what becomes of it is seen elsewhere.
	useNone use = ""
)

// writes tells whether the value gets into what is rendered.
func (u use) writes() bool { return u != useTest && u != useRefuse && u != useNone }

type read struct {
	Path []string `json:"path"`
	Uses []use    `json:"uses"`
	// Compared are the texts that templates compare the value with.
	Compared []string `json:"compared,omitempty"`
	// At is the first file that writes it out, or else the first that reads it.
	At string `json:"at"`
}

// reads collects what was read, each value once.
type reads struct {
	byPath map[string]*read
}

func newReads() *reads { return &reads{byPath: map[string]*read{}} }

// of returns the entry of a value, a new one if there is none yet.
func (r *reads) of(path []string) *read {
	name, _ := json.Marshal(path)
	entry := r.byPath[string(name)]
	if entry == nil {
		entry = &read{Path: slices.Clone(path), Uses: []use{}}
		r.byPath[string(name)] = entry
	}
	return entry
}

func (r *reads) add(path []string, how use, at string) {
	if how == useNone || len(path) == 0 {
		return
	}
	entry := r.of(path)
	// The first place that writes the value out says more than one that only asks for it.
	if entry.At == "" || !slices.ContainsFunc(entry.Uses, use.writes) && how.writes() {
		entry.At = at
	}
	if !slices.Contains(entry.Uses, how) {
		entry.Uses = append(entry.Uses, how)
		slices.Sort(entry.Uses)
	}
}

func (r *reads) compare(path []string, with string) {
	if entry := r.of(path); !slices.Contains(entry.Compared, with) {
		entry.Compared = append(entry.Compared, with)
		slices.Sort(entry.Compared)
	}
}

func (r *reads) sorted() []*read {
	list := make([]*read, 0, len(r.byPath))
	for _, entry := range r.byPath {
		list = append(list, entry)
	}
	sort.Slice(list, func(i, j int) bool { return slices.Compare(list[i].Path, list[j].Path) < 0 })
	return list
}
