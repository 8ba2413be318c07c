package main

import (
	"errors"
	"fmt"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"k8s.io/apiextensions-apiserver/pkg/crdserverscheme"
	"k8s.io/apiextensions-apiserver/pkg/registry/customresource"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/registry/rest"
	kjson "sigs.k8s.io/json"
)

// customResource has the rules of one served version of a definition.
type customResource struct {
	gvk    schema.GroupVersionKind
	crd    *apiextensionsv1.CustomResourceDefinition
	served *apiextensionsv1.CustomResourceDefinitionVersion

	// What is below is made on first use.
	structural *structuralschema.Structural
	strategy   rest.RESTCreateStrategy
}

// prepare follows the API server's handler for custom resources.
func (c *customResource) prepare() error {
	if c.strategy != nil {
		return nil
	}

	if c.served.Schema == nil {
		return errors.New("definition has no schema")
	}

	internal := &apiextensions.CustomResourceValidation{}
	if err := apiextensionsv1.Convert_v1_CustomResourceValidation_To_apiextensions_CustomResourceValidation(c.served.Schema, internal, nil); err != nil {
		return err
	}

	structural, err := structuralschema.NewStructural(internal.OpenAPIV3Schema)
	if err != nil {
		return err
	}

	structural = structural.DeepCopy()

	if err := defaulting.PruneDefaults(structural); err != nil {
		return err
	}

	validator, _, err := validation.NewSchemaValidator(internal.OpenAPIV3Schema)
	if err != nil {
		return err
	}

	var (
		status          *apiextensions.CustomResourceSubresourceStatus
		statusValidator validation.SchemaValidator
		scale           *apiextensions.CustomResourceSubresourceScale
	)

	if sub := c.served.Subresources; sub != nil && sub.Status != nil {
		status = &apiextensions.CustomResourceSubresourceStatus{}

		if internal.OpenAPIV3Schema != nil {
			if props, ok := internal.OpenAPIV3Schema.Properties["status"]; ok {
				if statusValidator, _, err = validation.NewSchemaValidator(&props); err != nil {
					return err
				}
			}
		}
	}

	if sub := c.served.Subresources; sub != nil && sub.Scale != nil {
		scale = &apiextensions.CustomResourceSubresourceScale{}
		if err := apiextensionsv1.Convert_v1_CustomResourceSubresourceScale_To_apiextensions_CustomResourceSubresourceScale(sub.Scale, scale, nil); err != nil {
			return err
		}
	}

	c.structural = structural
	c.strategy = customresource.NewStrategy(
		crdserverscheme.NewUnstructuredObjectTyper(), c.crd.Spec.Scope == apiextensionsv1.NamespaceScoped, c.gvk,
		validator, statusValidator, structural, status, scale, c.served.SelectableFields,
	)

	return nil
}

// decode decodes strictly and sets defaults. A strict decoding error comes
// together with the object.
func (c *customResource) decode(raw []byte) (runtime.Object, rest.RESTCreateStrategy, error) {
	if err := c.prepare(); err != nil {
		return nil, nil, fmt.Errorf("definition of %s: %w", c.gvk, err)
	}

	content := map[string]any{}

	strict, err := kjson.UnmarshalStrict(raw, &content)
	if err != nil {
		return nil, nil, err
	}

	metadata, found, unknown, err := objectmeta.GetObjectMetaWithOptions(content, objectmeta.ObjectMetaOptions{ReturnUnknownFieldPaths: true})
	if err != nil {
		return nil, nil, err
	}

	unknown = append(unknown, pruning.PruneWithOptions(content, c.structural, true, structuralschema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true})...)
	defaulting.PruneNonNullableNullsWithoutDefaults(content, c.structural)

	fieldErr, paths := objectmeta.CoerceWithOptions(nil, content, c.structural, false, objectmeta.CoerceOptions{ReturnUnknownFieldPaths: true})
	if fieldErr != nil {
		return nil, nil, fieldErr
	}

	for _, path := range append(unknown, paths...) {
		strict = append(strict, fmt.Errorf("unknown field %q", path))
	}

	obj := &unstructured.Unstructured{Object: content}
	obj.SetGroupVersionKind(c.gvk)

	if found {
		if err := objectmeta.SetObjectMeta(content, metadata); err != nil {
			return nil, nil, err
		}
	}

	defaulting.Default(content, c.structural)

	if len(strict) > 0 {
		return obj, c.strategy, runtime.NewStrictDecodingError(strict)
	}

	return obj, c.strategy, nil
}
