package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// readsOf walks a chart of the given files and returns what it reads, one line a value.
func readsOf(t *testing.T, files map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range files {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	chart, err := loadChart(folder)
	if err != nil {
		t.Fatal(err)
	}
	found := newReads()
	newWalker(chart, found).walkAll()
	var lines []string
	for _, entry := range found.sorted() {
		line := strings.Join(entry.Path, ".")
		for _, how := range entry.Uses {
			line += " " + string(how)
		}
		lines = append(lines, strings.Join(append([]string{line}, entry.Compared...), " ="))
	}
	return strings.Join(lines, "\n")
}

func TestReads(t *testing.T) {
	for _, test := range []struct{ name, template, want string }{
		{"a value that is printed", `{{ .Values.a.b | quote }}`, "a.b print"},
		{"hasKey and get", `{{ if hasKey .Values.a "b" }}{{ get .Values.a "b" }}{{ end }}`, "a.b print test"},
		{"dig", `{{ dig "a" "b" "none" .Values.AsMap }}`, "a.b print"},
		{"parentheses", `{{ (.Values.a).b }}`, "a.b print"},
		{"with", `{{ with .Values.a }}{{ toYaml . }}{{ .b }}{{ end }}`, "a test whole\na.b print"},
		{"range", `{{ range $i, $x := .Values.a }}{{ $x.b }}{{ end }}`, "a each\na.[].b print"},
		{"join", `{{ join "," .Values.a }}`, "a join"},
		{"a default", `{{ .Values.a | default .Values.b }}`, "a print\nb print"},
		{"a variable", `{{ $x := .Values.a | default .Values.b }}{{ $x.c }}`, "a.c print\nb.c print"},
		{"a loop over maps", `{{ range $x := tuple .Values.a .Values.b }}{{ $x.c }}{{ end }}`, "a.c print\nb.c print"},
		{"a comparison", `{{ if eq .Values.a "x" }}y{{ end }}`, "a test =x"},
		{"a refusal", `{{ if .Values.a }}{{ fail "gone" }}{{ end }}`, "a refuse"},
		{"a refusal in words of its own", `{{ if (dig "a" "b" "" .Values.AsMap) | toString }}{{ fail "gone" }}{{ end }}`, "a.b refuse"},
		{"a key that is set, not read", `{{ $_ := set .Values.a "b" .Values.c }}`, "c print"},
		{"a comment", `{{/* .Values.a */}}`, ""},
		{"what is not a value", `{{ .Chart.Name }}{{ .Release.Name }}{{ $x := dict "a" 1 }}{{ $x.a }}`, ""},
		{"a template with an argument", `{{ define "t" }}{{ .b }}{{ end }}{{ include "t" .Values.a }}`, "a.b print"},
		{"a template with a list", `{{ define "t" }}{{ $x := index . 1 }}{{ $x.b }}{{ end }}{{ include "t" (list $ .Values.a) }}`, "a.b print"},
		{"a template that nobody calls", `{{ define "t" }}{{ .Values.a }}{{ end }}`, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := readsOf(t, map[string]string{"templates/x.yaml": test.template}); got != test.want {
				t.Errorf("got:\n%s\nwant:\n%s", got, test.want)
			}
		})
	}
}

func TestReadsOfFiles(t *testing.T) {
	got := readsOf(t, map[string]string{
		"templates/x.yaml":       `{{ tpl (.Files.Get "files/run.sh") . }}`,
		"templates/_helpers.tpl": `{{ .Values.notRendered }}`,
		"files/run.sh":           `echo {{ .Values.a }}`,
		"files/other.sh":         `echo {{ .Values.b }}`,
	})
	if got != "a print" {
		t.Errorf("got:\n%s", got)
	}
}
