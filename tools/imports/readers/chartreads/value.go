package main

import "slices"

// value is something that a template may hold in its hand while it is walked:
// exactly one of the fields is set.
type value struct {
	// path leads from .Values to a value of the chart; empty for .Values itself.
	path []string
	// top is what Helm hands to a template: .Values, .Files, .Chart and so on.
	top bool
	// file is the name of a file of the chart.
	file string
	// list and dict were built by the template.
	list []values
	dict map[string]values
}

// values are the alternatives for a value, none of them if it doesn't come
// from the chart's values.
type values []value

// field returns what .name of each alternative is.
func (vs values) field(name string) values {
	var found values
	for _, v := range vs {
		switch {
		case v.top:
			if name == "Values" {
				found = append(found, value{path: []string{}})
			}
		case v.dict != nil:
			found = append(found, v.dict[name]...)
		case v.path != nil:
			if len(v.path) == 0 && name == "AsMap" { // a method: the same values
				found = append(found, v)
				continue
			}
			found = append(found, value{path: append(slices.Clone(v.path), name)})
		}
	}
	return found
}

// fields follows a chain of names.
func (vs values) fields(names []string) values {
	for _, name := range names {
		vs = vs.field(name)
	}
	return vs
}

// element returns what a range over each alternative yields. An element of a
// list or map in the chart's values gets "[]" as the name of its step.
func (vs values) element() values {
	var found values
	for _, v := range vs {
		switch {
		case v.list != nil:
			for _, item := range v.list {
				found = append(found, item...)
			}
		case v.dict != nil:
			for _, item := range v.dict {
				found = append(found, item...)
			}
		case v.path != nil:
			found = append(found, value{path: append(slices.Clone(v.path), "[]")})
		}
	}
	return found
}

// at returns the n-th item of each list that the template built.
func (vs values) at(n int) values {
	var found values
	for _, v := range vs {
		if n < len(v.list) {
			found = append(found, v.list[n]...)
		} else if v.path != nil {
			found = append(found, value{path: append(slices.Clone(v.path), "[]")})
		}
	}
	return found
}
