// Command lua answers what Argo CD makes of an object by a health check of its
// settings: the same interpreter with the same libraries, as in argo-cd
// v3.5.7 util/lua/lua.go (runLua), without its time limit.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"

	lua "github.com/yuin/gopher-lua"
)

// Request is an object with the script that judges it.
type Request struct {
	// ID is repeated in the answer.
	ID     string         `json:"id"`
	Script string         `json:"script"`
	Object map[string]any `json:"object"`
}

// Answer is what the script returns.
type Answer struct {
	ID      string `json:"id"`
	Error   string `json:"error,omitempty"`
	Status  string `json:"status,omitempty"`
	Message string `json:"message,omitempty"`
}

func main() {
	if err := serve(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve(in io.Reader, out io.Writer) error {
	decoder := json.NewDecoder(bufio.NewReader(in))
	encoder := json.NewEncoder(out)

	for {
		var request Request
		if err := decoder.Decode(&request); err == io.EOF {
			return nil
		} else if err != nil {
			return fmt.Errorf("this is no request: %w", err)
		}
		answer := Answer{ID: request.ID}
		if err := judge(request, &answer); err != nil {
			answer.Error = err.Error()
		}
		if err := encoder.Encode(answer); err != nil {
			return err
		}
	}
}

func judge(request Request, answer *Answer) error {
	state := lua.NewState(lua.Options{SkipOpenLibs: true})
	defer state.Close()
	for name, open := range map[string]lua.LGFunction{
		lua.LoadLibName: lua.OpenPackage,
		lua.BaseLibName: lua.OpenBase,
		lua.TabLibName:  lua.OpenTable,
	} {
		if err := state.CallByParam(lua.P{Fn: state.NewFunction(open), Protect: true}, lua.LString(name)); err != nil {
			return err
		}
	}
	state.SetGlobal("obj", valueOf(state, request.Object))
	if err := state.DoString(request.Script); err != nil {
		return err
	}
	table, ok := state.Get(-1).(*lua.LTable)
	if !ok {
		return fmt.Errorf("the script returned a %s, and no table", state.Get(-1).Type())
	}
	answer.Status = lua.LVAsString(table.RawGetString("status"))
	answer.Message = lua.LVAsString(table.RawGetString("message"))
	return nil
}

// valueOf is a value of JSON as scripts see it; lists begin at 1.
func valueOf(state *lua.LState, value any) lua.LValue {
	switch value := value.(type) {
	case bool:
		return lua.LBool(value)
	case float64:
		return lua.LNumber(value)
	case string:
		return lua.LString(value)
	case []any:
		list := state.CreateTable(len(value), 0)
		for _, item := range value {
			list.Append(valueOf(state, item))
		}
		return list
	case map[string]any:
		table := state.CreateTable(0, len(value))
		for key, item := range value {
			table.RawSetString(key, valueOf(state, item))
		}
		return table
	default:
		return lua.LNil
	}
}
