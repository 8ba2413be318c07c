package main

import "text/template/parse"

// argument evaluates an argument of a function, noted as used in a given way.
type argument func(how use) values

// call is a call of a template function.
type call struct {
	name      string
	arguments []argument
	nodes     []parse.Node // the arguments that stand behind the name
	node      parse.Node
	how       use // what becomes of the result
}

// functionUses tells what functions do with their arguments. Those that are
// not listed write their arguments out in some form.
var functionUses = map[string]use{
	"contains": useTest, "empty": useTest, "ge": useTest, "gt": useTest, "has": useTest,
	"hasPrefix": useTest, "hasSuffix": useTest, "kindIs": useTest, "kindOf": useTest, "le": useTest,
	"len": useTest, "lt": useTest, "not": useTest, "regexMatch": useTest,
	"semverCompare": useTest, "typeIs": useTest, "typeOf": useTest,

	"fromJson": useWhole, "fromYaml": useWhole, "merge": useWhole, "mergeOverwrite": useWhole,
	"omit": useWhole, "pick": useWhole, "toJson": useWhole, "toPrettyJson": useWhole, "toRawJson": useWhole,
	"toToml": useWhole, "toYaml": useWhole, "values": useWhole,

	"join": useJoin, "keys": useEach, "sortAlpha": useEach,
}

// call evaluates a function of the templates' language, of Sprig or of Helm.
func (w *walker) call(c call) values {
	switch c.name {
	case "and", "coalesce", "default", "or", "required", "deepCopy", "concat", "uniq", "compact", "first", "mustFirst":
		return c.all(c.arguments, c.how)
	case "ternary":
		if len(c.arguments) == 3 {
			c.arguments[2](useTest)
			return c.all(c.arguments[:2], c.how)
		}
	case "list", "tuple":
		built := value{list: []values{}}
		for _, argument := range c.arguments {
			built.list = append(built.list, argument(useNone))
		}
		return w.note(values{built}, c.how, c.node)
	case "dict":
		built := value{dict: map[string]values{}}
		for i := 0; i+1 < len(c.arguments); i += 2 {
			key, _ := text(c.nodes, i)
			built.dict[key] = append(built.dict[key], c.arguments[i+1](useNone)...)
		}
		return w.note(values{built}, c.how, c.node)
	case "hasKey":
		if key, ok := text(c.nodes, 1); ok {
			how := useTest
			if c.how == useRefuse {
				how = useRefuse
			}
			w.note(c.arguments[0](useNone).field(key), how, c.node)
			return nil
		}
	case "eq", "ne":
		w.compare(c)
		return nil
	case "get", "index":
		return w.pick(c)
	case "dig":
		return w.dig(c)
	case "set":
		if len(c.arguments) == 3 { // the map itself is written, not read
			c.arguments[2](usePrint)
			return c.arguments[0](useNone)
		}
	case "unset":
		return nil
	case "include":
		if name, ok := text(c.nodes, 0); ok && len(c.arguments) == 2 {
			w.walkTree(w.chart.trees[name], c.arguments[1](useNone))
		}
		return nil
	case "tpl":
		if len(c.arguments) == 2 {
			for _, template := range c.arguments[0](usePrint) {
				if template.file != "" {
					w.walkTree(w.chart.file(template.file), c.arguments[1](useNone))
				}
			}
		}
		return nil
	}
	how, known := functionUses[c.name]
	switch {
	case c.how == useRefuse, c.how == useTest: // inside a condition everything is part of it
		how = c.how
	case !known:
		how = usePrint
	}
	c.all(c.arguments, how)
	return nil
}

// all evaluates arguments any of which may be the result.
func (c call) all(arguments []argument, how use) values {
	var found values
	for _, argument := range arguments {
		found = append(found, argument(how)...)
	}
	return found
}

// compare evaluates "eq value value…" and notes the literal texts among them.
func (w *walker) compare(c call) {
	how := useTest
	if c.how == useRefuse {
		how = useRefuse
	}
	for _, v := range c.all(c.arguments, how) {
		for i := range c.nodes {
			if literal, ok := text(c.nodes, i); ok && len(v.path) > 0 {
				w.reads.compare(v.path, literal)
			}
		}
	}
}

// pick evaluates "get map key" and "index value key…".
func (w *walker) pick(c call) values {
	found := c.arguments[0](useNone)
	for i := range c.arguments[1:] {
		if key, ok := text(c.nodes, i+1); ok {
			found = found.field(key)
		} else if number, ok := c.nodes[i+1].(*parse.NumberNode); ok && number.IsInt {
			found = found.at(int(number.Int64))
		} else {
			c.arguments[i+1](useTest)
			found = found.element()
		}
	}
	return w.note(found, c.how, c.node)
}

// dig evaluates "dig key… default map".
func (w *walker) dig(c call) values {
	found := c.arguments[len(c.arguments)-1](useNone)
	for i := 0; i < len(c.arguments)-2; i++ {
		key, ok := text(c.nodes, i)
		if !ok {
			return nil
		}
		found = found.field(key)
	}
	return w.note(found, c.how, c.node)
}

// text returns the n-th argument if it is a literal string.
func text(nodes []parse.Node, n int) (string, bool) {
	if n >= len(nodes) {
		return "", false
	}
	literal, ok := nodes[n].(*parse.StringNode)
	if !ok {
		return "", false
	}
	return literal.Text, true
}
