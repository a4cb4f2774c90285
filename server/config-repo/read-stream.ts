/** Which stream a tree is, and its release version: a small part of a config repository, read quickly. */
import type { FileTree } from './model';
import { ownStream, type StreamOfTree } from './own-stream';
import { flattenTreefile } from './treefile';
import { readTreefiles } from './treefile-files';

export type { StreamOfTree } from './own-stream';

/**
 * The same that `loadConfigRepo` finds, from the fewest files: what build arguments and the manifest say counts before what they include.
 * `names` is the root's listing. Never rejects: what cannot be read says nothing.
 */
export async function readStream(tree: FileTree, names: readonly string[]): Promise<StreamOfTree> {
  const { stream, releasever, manifest, injected } = await ownStream(tree, names);
  if (manifest === undefined) return { stream, releasever };
  // which basearch it is makes no difference to what a stream is called
  const { treefile } = flattenTreefile(await readTreefiles(tree, manifest), manifest, 'x86_64', injected);
  const found = treefile.variables['stream'];
  return { stream: found === undefined ? undefined : String(found), releasever: treefile.releasever };
}
