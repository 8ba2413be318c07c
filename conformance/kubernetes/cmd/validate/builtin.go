package main

import (
	"fmt"
	"regexp"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsinstall "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/install"
	"k8s.io/apiextensions-apiserver/pkg/registry/customresourcedefinition"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer/json"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/api/service"
	core "k8s.io/kubernetes/pkg/apis/core"
)

// preRelease are versions of built-in kinds that an API server does not serve by default.
var preRelease = regexp.MustCompile(`(alpha|beta)\d+$`)

// extensionsScheme knows CustomResourceDefinitions.
var extensionsScheme = func() *runtime.Scheme {
	scheme := runtime.NewScheme()
	apiextensionsinstall.Install(scheme)

	return scheme
}()

// decodeBuiltin decodes strictly, sets defaults and converts to the internal
// version. A strict decoding error comes together with the object.
func decodeBuiltin(raw []byte, gvk schema.GroupVersionKind) (runtime.Object, rest.RESTCreateStrategy, error) {
	scheme, strategy := legacyscheme.Scheme, strategies[gvk.GroupKind()]

	if gvk.GroupKind() == apiextensions.Kind("CustomResourceDefinition") {
		scheme, strategy = extensionsScheme, customresourcedefinition.NewStrategy(extensionsScheme)
	}

	if strategy == nil || !scheme.Recognizes(gvk) || preRelease.MatchString(gvk.Version) {
		return nil, nil, fmt.Errorf("no schema for kind %q in version %q", gvk.Kind, gvk.GroupVersion())
	}

	decoder := json.NewSerializerWithOptions(json.DefaultMetaFactory, scheme, scheme, json.SerializerOptions{Strict: true})

	versioned, _, strict := decoder.Decode(raw, nil, nil)
	if versioned == nil {
		return nil, nil, strict
	}

	scheme.Default(versioned)

	obj, err := scheme.ConvertToVersion(versioned, schema.GroupVersion{Group: gvk.Group, Version: runtime.APIVersionInternal})
	if err != nil {
		return nil, nil, err
	}

	if s, ok := obj.(*core.Service); ok {
		allocate(s)
	}

	return obj, strategy, strict
}

// allocate does what the storage of Services does before it looks at them.
func allocate(s *core.Service) {
	if s.Spec.ClusterIP != "" && len(s.Spec.ClusterIPs) == 0 {
		s.Spec.ClusterIPs = []string{s.Spec.ClusterIP}
	}

	if service.NeedsHealthCheck(s) && s.Spec.HealthCheckNodePort == 0 {
		s.Spec.HealthCheckNodePort = 32767
	}
}
