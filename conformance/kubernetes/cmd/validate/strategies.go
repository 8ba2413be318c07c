package main

import (
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/apis/admissionregistration"
	_ "k8s.io/kubernetes/pkg/apis/admissionregistration/install" // registers the kinds
	"k8s.io/kubernetes/pkg/apis/apps"
	_ "k8s.io/kubernetes/pkg/apis/apps/install" // registers the kinds
	"k8s.io/kubernetes/pkg/apis/autoscaling"
	_ "k8s.io/kubernetes/pkg/apis/autoscaling/install" // registers the kinds
	"k8s.io/kubernetes/pkg/apis/batch"
	_ "k8s.io/kubernetes/pkg/apis/batch/install" // registers the kinds
	"k8s.io/kubernetes/pkg/apis/coordination"
	_ "k8s.io/kubernetes/pkg/apis/coordination/install" // registers the kinds
	core "k8s.io/kubernetes/pkg/apis/core"
	_ "k8s.io/kubernetes/pkg/apis/core/install" // registers the kinds
	"k8s.io/kubernetes/pkg/apis/discovery"
	_ "k8s.io/kubernetes/pkg/apis/discovery/install" // registers the kinds
	"k8s.io/kubernetes/pkg/apis/flowcontrol"
	_ "k8s.io/kubernetes/pkg/apis/flowcontrol/install" // registers the kinds
	"k8s.io/kubernetes/pkg/apis/networking"
	_ "k8s.io/kubernetes/pkg/apis/networking/install" // registers the kinds
	"k8s.io/kubernetes/pkg/apis/node"
	_ "k8s.io/kubernetes/pkg/apis/node/install" // registers the kinds
	"k8s.io/kubernetes/pkg/apis/policy"
	_ "k8s.io/kubernetes/pkg/apis/policy/install" // registers the kinds
	"k8s.io/kubernetes/pkg/apis/rbac"
	_ "k8s.io/kubernetes/pkg/apis/rbac/install" // registers the kinds
	"k8s.io/kubernetes/pkg/apis/scheduling"
	_ "k8s.io/kubernetes/pkg/apis/scheduling/install" // registers the kinds
	"k8s.io/kubernetes/pkg/apis/storage"
	_ "k8s.io/kubernetes/pkg/apis/storage/install" // registers the kinds
	"k8s.io/kubernetes/pkg/registry/admissionregistration/mutatingadmissionpolicy"
	"k8s.io/kubernetes/pkg/registry/admissionregistration/mutatingadmissionpolicybinding"
	"k8s.io/kubernetes/pkg/registry/admissionregistration/mutatingwebhookconfiguration"
	"k8s.io/kubernetes/pkg/registry/admissionregistration/validatingadmissionpolicy"
	"k8s.io/kubernetes/pkg/registry/admissionregistration/validatingadmissionpolicybinding"
	"k8s.io/kubernetes/pkg/registry/admissionregistration/validatingwebhookconfiguration"
	"k8s.io/kubernetes/pkg/registry/apps/controllerrevision"
	"k8s.io/kubernetes/pkg/registry/apps/daemonset"
	"k8s.io/kubernetes/pkg/registry/apps/deployment"
	"k8s.io/kubernetes/pkg/registry/apps/replicaset"
	"k8s.io/kubernetes/pkg/registry/apps/statefulset"
	"k8s.io/kubernetes/pkg/registry/autoscaling/horizontalpodautoscaler"
	"k8s.io/kubernetes/pkg/registry/batch/cronjob"
	"k8s.io/kubernetes/pkg/registry/batch/job"
	"k8s.io/kubernetes/pkg/registry/coordination/lease"
	"k8s.io/kubernetes/pkg/registry/core/configmap"
	"k8s.io/kubernetes/pkg/registry/core/endpoint"
	"k8s.io/kubernetes/pkg/registry/core/limitrange"
	"k8s.io/kubernetes/pkg/registry/core/namespace"
	corenode "k8s.io/kubernetes/pkg/registry/core/node"
	"k8s.io/kubernetes/pkg/registry/core/persistentvolume"
	"k8s.io/kubernetes/pkg/registry/core/persistentvolumeclaim"
	"k8s.io/kubernetes/pkg/registry/core/pod"
	"k8s.io/kubernetes/pkg/registry/core/podtemplate"
	"k8s.io/kubernetes/pkg/registry/core/replicationcontroller"
	"k8s.io/kubernetes/pkg/registry/core/resourcequota"
	"k8s.io/kubernetes/pkg/registry/core/secret"
	"k8s.io/kubernetes/pkg/registry/core/service"
	"k8s.io/kubernetes/pkg/registry/core/serviceaccount"
	"k8s.io/kubernetes/pkg/registry/discovery/endpointslice"
	"k8s.io/kubernetes/pkg/registry/flowcontrol/flowschema"
	"k8s.io/kubernetes/pkg/registry/flowcontrol/prioritylevelconfiguration"
	"k8s.io/kubernetes/pkg/registry/networking/ingress"
	"k8s.io/kubernetes/pkg/registry/networking/ingressclass"
	"k8s.io/kubernetes/pkg/registry/networking/ipaddress"
	"k8s.io/kubernetes/pkg/registry/networking/networkpolicy"
	"k8s.io/kubernetes/pkg/registry/networking/servicecidr"
	"k8s.io/kubernetes/pkg/registry/node/runtimeclass"
	"k8s.io/kubernetes/pkg/registry/policy/poddisruptionbudget"
	"k8s.io/kubernetes/pkg/registry/rbac/clusterrole"
	"k8s.io/kubernetes/pkg/registry/rbac/clusterrolebinding"
	"k8s.io/kubernetes/pkg/registry/rbac/role"
	"k8s.io/kubernetes/pkg/registry/rbac/rolebinding"
	"k8s.io/kubernetes/pkg/registry/scheduling/priorityclass"
	"k8s.io/kubernetes/pkg/registry/storage/csidriver"
	"k8s.io/kubernetes/pkg/registry/storage/csinode"
	"k8s.io/kubernetes/pkg/registry/storage/csistoragecapacity"
	"k8s.io/kubernetes/pkg/registry/storage/storageclass"
	"k8s.io/kubernetes/pkg/registry/storage/volumeattachment"
	"k8s.io/kubernetes/pkg/registry/storage/volumeattributesclass"
)

// strategies are the API server's own rules for creating built-in kinds.
var strategies = map[schema.GroupKind]rest.RESTCreateStrategy{
	admissionregistration.Kind("MutatingAdmissionPolicy"):          mutatingadmissionpolicy.NewStrategy(nil, nil),
	admissionregistration.Kind("MutatingAdmissionPolicyBinding"):   mutatingadmissionpolicybinding.NewStrategy(nil, nil, nil),
	admissionregistration.Kind("MutatingWebhookConfiguration"):     mutatingwebhookconfiguration.Strategy,
	admissionregistration.Kind("ValidatingAdmissionPolicy"):        validatingadmissionpolicy.NewStrategy(nil, nil),
	admissionregistration.Kind("ValidatingAdmissionPolicyBinding"): validatingadmissionpolicybinding.NewStrategy(nil, nil, nil),
	admissionregistration.Kind("ValidatingWebhookConfiguration"):   validatingwebhookconfiguration.Strategy,

	apps.Kind("ControllerRevision"): controllerrevision.Strategy,
	apps.Kind("DaemonSet"):          daemonset.Strategy,
	apps.Kind("Deployment"):         deployment.Strategy,
	apps.Kind("ReplicaSet"):         replicaset.Strategy,
	apps.Kind("StatefulSet"):        statefulset.Strategy,

	autoscaling.Kind("HorizontalPodAutoscaler"): horizontalpodautoscaler.Strategy,

	batch.Kind("CronJob"): cronjob.Strategy,
	batch.Kind("Job"):     job.Strategy,

	coordination.Kind("Lease"): lease.Strategy,

	core.Kind("ConfigMap"):             configmap.Strategy,
	core.Kind("Endpoints"):             endpoint.Strategy,
	core.Kind("LimitRange"):            limitrange.Strategy,
	core.Kind("Namespace"):             namespace.Strategy,
	core.Kind("Node"):                  corenode.Strategy,
	core.Kind("PersistentVolume"):      persistentvolume.Strategy,
	core.Kind("PersistentVolumeClaim"): persistentvolumeclaim.Strategy,
	core.Kind("Pod"):                   pod.Strategy,
	core.Kind("PodTemplate"):           podtemplate.Strategy,
	core.Kind("ReplicationController"): replicationcontroller.Strategy,
	core.Kind("ResourceQuota"):         resourcequota.Strategy,
	core.Kind("Secret"):                secret.Strategy,
	core.Kind("Service"):               service.Strategy,
	core.Kind("ServiceAccount"):        serviceaccount.Strategy,

	discovery.Kind("EndpointSlice"): endpointslice.Strategy,

	flowcontrol.Kind("FlowSchema"):                 flowschema.Strategy,
	flowcontrol.Kind("PriorityLevelConfiguration"): prioritylevelconfiguration.Strategy,

	networking.Kind("IPAddress"):     ipaddress.Strategy,
	networking.Kind("Ingress"):       ingress.Strategy,
	networking.Kind("IngressClass"):  ingressclass.Strategy,
	networking.Kind("NetworkPolicy"): networkpolicy.Strategy,
	networking.Kind("ServiceCIDR"):   servicecidr.Strategy,

	node.Kind("RuntimeClass"): runtimeclass.Strategy,

	policy.Kind("PodDisruptionBudget"): poddisruptionbudget.Strategy,

	rbac.Kind("ClusterRole"):        clusterrole.Strategy,
	rbac.Kind("ClusterRoleBinding"): clusterrolebinding.Strategy,
	rbac.Kind("Role"):               role.Strategy,
	rbac.Kind("RoleBinding"):        rolebinding.Strategy,

	scheduling.Kind("PriorityClass"): priorityclass.Strategy,

	storage.Kind("CSIDriver"):             csidriver.Strategy,
	storage.Kind("CSINode"):               csinode.Strategy,
	storage.Kind("CSIStorageCapacity"):    csistoragecapacity.Strategy,
	storage.Kind("StorageClass"):          storageclass.Strategy,
	storage.Kind("VolumeAttachment"):      volumeattachment.Strategy,
	storage.Kind("VolumeAttributesClass"): volumeattributesclass.Strategy,
}
