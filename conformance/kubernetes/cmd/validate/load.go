package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

// loadCustomResources reads the definitions in the YAML and JSON files of the
// folders; documents of other kinds are passed over, since upstream keeps
// kustomizations and the like beside its definitions.
func loadCustomResources(folders []string) (map[schema.GroupVersionKind]*customResource, error) {
	custom := map[schema.GroupVersionKind]*customResource{}

	for _, folder := range folders {
		found := 0

		err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}

			switch filepath.Ext(path) {
			case ".yaml", ".yml", ".json":
			default:
				return nil
			}

			n, err := loadFile(path, custom)
			if err != nil {
				return fmt.Errorf("%s: %w", path, err)
			}

			found += n

			return nil
		})
		if err != nil {
			return nil, err
		}

		if found == 0 {
			return nil, fmt.Errorf("%s: no CustomResourceDefinition", folder)
		}
	}

	return custom, nil
}

func loadFile(path string, custom map[schema.GroupVersionKind]*customResource) (int, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return 0, err
	}

	found := 0

	for reader := utilyaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(content))); ; {
		document, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return found, nil
		}

		if err != nil {
			return found, err
		}

		var typeMeta metav1.TypeMeta
		if err := yaml.Unmarshal(document, &typeMeta); err != nil {
			return found, err
		}

		if typeMeta.GroupVersionKind() != apiextensionsv1.SchemeGroupVersion.WithKind("CustomResourceDefinition") {
			continue
		}

		crd := &apiextensionsv1.CustomResourceDefinition{}
		if err := yaml.Unmarshal(document, crd); err != nil {
			return found, err
		}

		apiextensionsv1.SetDefaults_CustomResourceDefinition(crd)
		apiextensionsv1.SetDefaults_CustomResourceDefinitionSpec(&crd.Spec)

		if err := add(crd, custom); err != nil {
			return found, err
		}

		found++
	}
}

// add adds the served versions of a definition.
func add(crd *apiextensionsv1.CustomResourceDefinition, custom map[schema.GroupVersionKind]*customResource) error {
	for i := range crd.Spec.Versions {
		version := &crd.Spec.Versions[i]
		if !version.Served {
			continue
		}

		gvk := schema.GroupVersionKind{Group: crd.Spec.Group, Version: version.Name, Kind: crd.Spec.Names.Kind}
		if _, ok := custom[gvk]; ok {
			return fmt.Errorf("%s is defined twice", gvk)
		}

		custom[gvk] = &customResource{gvk: gvk, crd: crd, served: version}
	}

	return nil
}
