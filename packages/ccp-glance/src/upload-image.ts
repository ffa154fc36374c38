import { copy, defineImage } from 'ccp-core';
import { nodeRuntime, users } from 'ccp-entrypoint';

const folder = '/usr/local/lib/ccp/image-upload';

/** What starts the upload program. */
export const uploadCommand = ['node', `${folder}/main.ts`] as const;

/** The program that uploads images to Glance: plain HTTP, so that a body of any size streams and is never kept. */
export const imageUploadImage = defineImage({
  name: 'image-upload',
  title: 'Uploads images to Glance',
  from: nodeRuntime,
  steps: [copy('program/', `${folder}/`)],
  user: users.node,
  command: uploadCommand,
  expectedSeconds: 3,
});
