import { folderOf, itemsAt, pathFrom, type Tree, textAt } from '../tree';
import { kustomizationFiles } from './builds';

/** Files that kustomizations lay over objects of other files. */
export function patchFiles(tree: Tree): Set<string> {
  const files = new Set<string>();
  for (const { object, at } of kustomizationFiles(tree)) {
    const listed = [
      ...itemsAt(object, 'patches').map((patch) => textAt(patch, 'path')),
      ...itemsAt(object, 'patchesStrategicMerge').map(String),
      ...itemsAt(object, 'patchesJson6902').map((patch) => textAt(patch, 'path')),
    ];
    for (const path of listed) if (path !== undefined) files.add(pathFrom(folderOf(at.file), path));
  }
  return files;
}
