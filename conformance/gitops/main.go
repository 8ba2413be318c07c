// Command flux answers what Flux makes of a folder of git: which of its files
// the source keeps, which objects a Kustomization builds of them, and how it
// says that an object fares.
//
// Each part is upstream's own; what is ours is the order in which source- and
// kustomize-controller use them (internal/controller of both).
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	apis "github.com/fluxcd/pkg/apis/kustomize"
	"github.com/fluxcd/pkg/kustomize"
	"github.com/fluxcd/pkg/runtime/cel"
	"github.com/fluxcd/pkg/sourceignore"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

// Request is a Kustomization with its source, or an object with the
// expressions of a Kustomization.
type Request struct {
	// ID is repeated in the answer.
	ID string `json:"id"`
	// Files are the repository, by their paths.
	Files map[string]string `json:"files,omitempty"`
	// Folder is the repository, where it is one on disk.
	Folder string `json:"folder,omitempty"`
	// Ignore are the patterns of the source.
	Ignore string `json:"ignore,omitempty"`
	// Kustomization is the object of that kind.
	Kustomization map[string]any `json:"kustomization,omitempty"`
	// Expressions are health checks of a Kustomization; with them, Object is judged.
	Expressions *apis.HealthCheckExpressions `json:"expressions,omitempty"`
	Object      map[string]any               `json:"object,omitempty"`
}

// Answer is what becomes of it.
type Answer struct {
	ID    string `json:"id"`
	Error string `json:"error,omitempty"`
	// Kept are the files that the source keeps.
	Kept []string `json:"kept,omitempty"`
	// Objects are what the Kustomization applies.
	Objects []map[string]any `json:"objects,omitempty"`
	// Status is Current, InProgress or Failed.
	Status string `json:"status,omitempty"`
}

func main() {
	if err := serve(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve(in io.Reader, out io.Writer) error {
	reader := bufio.NewReader(in)
	writer := bufio.NewWriter(out)
	defer writer.Flush()

	for {
		line, err := reader.ReadBytes('\n')
		if len(strings.TrimSpace(string(line))) > 0 {
			var request Request
			if err := json.Unmarshal(line, &request); err != nil {
				return fmt.Errorf("this is no request: %w", err)
			}
			if err := json.NewEncoder(writer).Encode(answer(request)); err != nil {
				return err
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func answer(request Request) Answer {
	result := Answer{ID: request.ID}
	var err error
	if request.Expressions != nil {
		result.Status, err = health(request)
	} else {
		result.Kept, result.Objects, err = build(request)
	}
	if err != nil {
		result.Error = err.Error()
	}
	return result
}

func health(request Request) (string, error) {
	evaluator, err := cel.NewStatusEvaluator(request.Expressions)
	if err != nil {
		return "", err
	}
	result, err := evaluator.Evaluate(context.Background(), &unstructured.Unstructured{Object: request.Object})
	if err != nil {
		return "", err
	}
	return result.Status.String(), nil
}

func build(request Request) (kept []string, objects []map[string]any, err error) {
	root, err := os.MkdirTemp("", "ichor-flux-")
	if err != nil {
		return nil, nil, err
	}
	defer os.RemoveAll(root)
	// The library refuses folders that are reached through links.
	if root, err = filepath.EvalSymlinks(root); err != nil {
		return nil, nil, err
	}

	source, err := read(request)
	if err != nil {
		return nil, nil, err
	}
	ps := sourceignore.ReadPatterns(strings.NewReader(request.Ignore), nil)
	matcher := sourceignore.NewDefaultMatcher(ps, nil)
	for path, text := range source {
		if matcher.Match(strings.Split(path, "/"), false) {
			continue
		}
		kept = append(kept, path)
		target := filepath.Join(root, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return nil, nil, err
		}
		if err := os.WriteFile(target, []byte(text), 0o644); err != nil {
			return nil, nil, err
		}
	}

	object := unstructured.Unstructured{Object: request.Kustomization}
	path, _, err := unstructured.NestedString(request.Kustomization, "spec", "path")
	if err != nil {
		return nil, nil, err
	}
	folder := filepath.Join(root, filepath.FromSlash(path))
	if _, err := kustomize.NewGenerator(root, object).WriteFile(folder); err != nil {
		return kept, nil, err
	}
	built, err := kustomize.SecureBuild(root, folder, false)
	if err != nil {
		return kept, nil, err
	}
	for _, resource := range built.Resources() {
		text, err := resource.AsYAML()
		if err != nil {
			return kept, nil, err
		}
		var decoded map[string]any
		if err := yaml.Unmarshal(text, &decoded); err != nil {
			return kept, nil, err
		}
		objects = append(objects, decoded)
	}
	return kept, objects, nil
}

func read(request Request) (map[string]string, error) {
	if request.Folder == "" {
		return request.Files, nil
	}
	files := map[string]string{}
	err := filepath.WalkDir(request.Folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		name, err := filepath.Rel(request.Folder, path)
		if err != nil {
			return err
		}
		text, err := os.ReadFile(path)
		files[filepath.ToSlash(name)] = string(text)
		return err
	})
	return files, err
}
