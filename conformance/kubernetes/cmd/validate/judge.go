package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/authentication/user"
	genericapirequest "k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/capabilities"
)

// judge has the rules for every kind it knows.
type judge struct {
	custom map[schema.GroupVersionKind]*customResource
}

// newJudge allows privileged containers, as Talos' API servers do
// (--allow-privileged=true).
func newJudge(folders []string) (*judge, error) {
	capabilities.Setup(true, 0)

	custom, err := loadCustomResources(folders)

	return &judge{custom: custom}, err
}

func (j *judge) answerLine(line []byte) answer {
	var req request

	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.DisallowUnknownFields()

	err := decoder.Decode(&req)

	switch {
	case err != nil:
	case decoder.More():
		err = errors.New("more than one value on a line")
	case len(req.Object) == 0:
		err = errors.New("request has no object")
	}

	verdict := answer{ID: req.ID, Errors: []string{}, Warnings: []string{}}

	if err != nil {
		verdict.Errors = append(verdict.Errors, err.Error())

		return verdict
	}

	j.decide(req.Object, &verdict)
	verdict.Accepted = len(verdict.Errors) == 0

	return verdict
}

// decide adds what the API server would say to the verdict. It never panics.
func (j *judge) decide(raw []byte, verdict *answer) {
	defer func() {
		if r := recover(); r != nil {
			verdict.Errors = append(verdict.Errors, fmt.Sprintf("panic: %v", r))
		}
	}()

	var typeMeta metav1.TypeMeta
	if err := json.Unmarshal(raw, &typeMeta); err != nil {
		verdict.Errors = append(verdict.Errors, err.Error())

		return
	}

	gvk := typeMeta.GroupVersionKind()

	var (
		obj      runtime.Object
		strategy rest.RESTCreateStrategy
		err      error
	)

	if custom, ok := j.custom[gvk]; ok {
		obj, strategy, err = custom.decode(raw)
	} else {
		obj, strategy, err = decodeBuiltin(raw, gvk)
	}

	// Like the API server, tell of all unknown fields, and judge what is left too.
	if strict, ok := runtime.AsStrictDecodingError(err); ok {
		for _, e := range strict.Errors() {
			verdict.Errors = append(verdict.Errors, e.Error())
		}

		err = nil
	}

	if err == nil && obj != nil {
		err = create(obj, gvk, strategy, verdict)
	}

	if err != nil {
		verdict.Errors = append(verdict.Errors, causes(err)...)
	}
}

// create does what the API server does with a decoded object before storing it.
func create(obj runtime.Object, gvk schema.GroupVersionKind, strategy rest.RESTCreateStrategy, verdict *answer) error {
	accessor, err := meta.Accessor(obj)
	if err != nil {
		return err
	}

	namespace := accessor.GetNamespace()
	if namespace == "" && strategy.NamespaceScoped() {
		namespace = metav1.NamespaceDefault
	}

	if !strategy.NamespaceScoped() && namespace != "" {
		return fmt.Errorf("metadata.namespace: Forbidden: %s is not namespaced", gvk.Kind)
	}

	plural, _ := meta.UnsafeGuessKindToResource(gvk)

	ctx := genericapirequest.WithNamespace(context.Background(), namespace)
	ctx = genericapirequest.WithUser(ctx, &user.DefaultInfo{Name: "judge", Groups: []string{user.SystemPrivilegedGroup}})
	ctx = genericapirequest.WithRequestInfo(ctx, &genericapirequest.RequestInfo{
		IsResourceRequest: true, Verb: "create", Namespace: namespace, Name: accessor.GetName(),
		APIGroup: gvk.Group, APIVersion: gvk.Version, Resource: plural.Resource,
	})

	rest.FillObjectMetaSystemFields(accessor)

	if accessor.GetGenerateName() != "" && accessor.GetName() == "" {
		accessor.SetName(strategy.GenerateName(accessor.GetGenerateName()))
	}

	if err := rest.BeforeCreate(strategy, ctx, obj); err != nil {
		return err
	}

	verdict.Warnings = append(verdict.Warnings, strategy.WarningsOnCreate(ctx, obj)...)

	return nil
}

// causes takes the API server's error apart, sorted, one text for each field.
func causes(err error) []string {
	var status apierrors.APIStatus
	if !errors.As(err, &status) || status.Status().Details == nil || len(status.Status().Details.Causes) == 0 {
		return []string{err.Error()}
	}

	texts := []string{}

	for _, cause := range status.Status().Details.Causes {
		text := cause.Message
		if cause.Field != "" {
			text = cause.Field + ": " + cause.Message
		}

		texts = append(texts, text)
	}

	slices.Sort(texts)

	return slices.Compact(texts)
}
