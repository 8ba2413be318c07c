package judge

import (
	"errors"
	"strings"
)

// flatten takes joined errors apart, however deep they are wrapped, and keeps
// the text that wrappers put before them.
func flatten(err error) []string {
	var joined []error

	switch e := err.(type) { //nolint:errorlint // takes the tree apart
	case interface{ WrappedErrors() []error }:
		joined = e.WrappedErrors()
	case interface{ Unwrap() []error }:
		joined = e.Unwrap()
	default:
		return flattenWrapped(err)
	}

	texts := []string{}

	for _, part := range joined {
		texts = append(texts, flatten(part)...)
	}

	return texts
}

func flattenWrapped(err error) []string {
	text := err.Error()

	if inner := errors.Unwrap(err); inner != nil {
		if prefix, ok := strings.CutSuffix(text, inner.Error()); ok {
			parts := flatten(inner)

			for i, part := range parts {
				parts[i] = strings.TrimSpace(prefix + part)
			}

			return parts
		}
	}

	return []string{strings.TrimSpace(text)}
}
