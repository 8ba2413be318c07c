import { existingStorage, localPath } from 'ichor';
import { small } from './support/definitions';
import { found, type Refusal } from './support/refusal';

const storageClass = (name: string, isDefault: string) => ({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name, annotations: { 'storageclass.kubernetes.io/is-default-class': isDefault } },
  provisioner: 'example.com/nfs',
});

/** Where claims get their volumes from. */
export const storage: readonly Refusal[] = [
  {
    title: "the provisioner's own folder, which Talos does not keep",
    given: small({ storage: localPath({ path: '/opt/local-path-provisioner' }) }),
    finds: [
      found(
        'STO001',
        'storage.path',
        "'/opt/local-path-provisioner' is not below /var, the only place where Talos keeps what is written",
        "write '/var/mnt/local-path-provisioner'",
      ),
    ],
    twin: small({ storage: localPath({ path: '/var/local-path-provisioner' }) }),
  },
  {
    title: 'a folder below a user volume',
    given: small({ storage: localPath({ path: '/var/mnt/storage/volumes' }) }),
    finds: [
      found(
        'STO001',
        'storage.path',
        "'/var/mnt/storage/volumes' is no user volume: those are /var/mnt/<name>, the name at most 34 letters, digits and -",
        "write '/var/mnt/local-path-provisioner'",
      ),
    ],
    twin: small({ storage: localPath({ path: '/var/mnt/storage' }) }),
  },
  {
    title: 'a user volume with a name over its limit',
    given: small({ storage: localPath({ path: `/var/mnt/${'a'.repeat(35)}` }) }),
    finds: [
      found(
        'STO001',
        'storage.path',
        "'/var/mnt/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' is no user volume: those are /var/mnt/<name>, the name at most 34 letters, digits and -",
        "write '/var/mnt/local-path-provisioner'",
      ),
    ],
    twin: small({ storage: localPath({ path: `/var/mnt/${'a'.repeat(34)}` }) }),
  },
  {
    title: 'a folder that only the old form of the config can mount',
    given: small({ versions: { talos: '1.14.2', kubernetes: '1.36.3' }, storage: localPath({ path: '/var/lib/volumes' }) }),
    finds: [
      found(
        'STO001',
        'storage.path',
        "'/var/lib/volumes' would have to be mounted into the kubelet, and config of Talos 1.14 has no place for that",
        "write '/var/mnt/local-path-provisioner'",
        ['versions.talos'],
      ),
    ],
    twin: small({ versions: { talos: '1.13.9', kubernetes: '1.36.3' }, storage: localPath({ path: '/var/lib/volumes' }) }),
  },
  {
    title: 'a second default StorageClass',
    given: small({ objects: [storageClass('nfs', 'true')] }),
    finds: [
      found(
        'STO002',
        'objects[0]',
        "StorageClass 'nfs' is a default beside 'local-path', and the newest would win",
        "write storage: existingStorage('…'), or leave out one annotation",
        ['storage'],
      ),
    ],
    twin: small({ objects: [storageClass('nfs', 'false')] }),
  },
  {
    title: 'two default StorageClasses of the own',
    given: small({ storage: existingStorage('nfs'), objects: [storageClass('nfs', 'true'), storageClass('iscsi', 'true')] }),
    finds: [
      found(
        'STO002',
        'objects[1]',
        "StorageClass 'iscsi' is a default beside 'nfs', and the newest would win",
        "write storage: existingStorage('…'), or leave out one annotation",
        ['objects[0]'],
      ),
    ],
    twin: small({ storage: existingStorage('nfs'), objects: [storageClass('nfs', 'true'), storageClass('iscsi', 'false')] }),
  },
];
