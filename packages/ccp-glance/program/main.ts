import type { UploadInput } from '../src/upload-input.ts';
import { ensureImage } from './ensure-image.ts';

try {
  const input = JSON.parse(process.env['CCP_UPLOAD'] ?? '{}') as UploadInput;
  if (input.version !== 1) throw new Error('version 1 of the input in CCP_UPLOAD is understood');
  for (const line of await ensureImage(input, process.env['OS_PASSWORD'] ?? '')) console.log(line);
} catch (cause) {
  console.error(`image-upload: ${(cause as Error).message}`);
  process.exitCode = 1;
}
