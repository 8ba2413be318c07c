// Command typenames lists the names of the Go types behind the fields of an API object.
//
//	go run ./typenames <module folder> <module path> <package folder>.<Type>…
//
// A CRD's schema has no names for the objects in it; the Go source that it was
// made from has. The answer is a JSON object on standard output: for each type
// that was asked for, the names by the path of the field as JSON spells it:
//
//	{"CiliumNetworkPolicy": {"spec": "Rule", "spec.egress[]": "EgressRule"}}
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path"
	"strings"
)

func main() {
	if len(os.Args) < 4 {
		fmt.Fprintln(os.Stderr, "usage: typenames <module folder> <module path> <package folder>.<Type>…")
		os.Exit(2)
	}
	source := newSource(os.Args[1], os.Args[2])
	answer := map[string]map[string]string{}
	for _, argument := range os.Args[3:] {
		folder, name := path.Dir(argument), path.Base(argument)
		last, typeName, _ := strings.Cut(name, ".")
		names := map[string]string{}
		if err := newFields(source, names).walk(reference{folder: path.Join(folder, last), name: typeName}, ""); err != nil {
			fmt.Fprintln(os.Stderr, "typenames:", err)
			os.Exit(1)
		}
		answer[typeName] = names
	}
	if err := json.NewEncoder(os.Stdout).Encode(answer); err != nil {
		fmt.Fprintln(os.Stderr, "typenames:", err)
		os.Exit(1)
	}
}
