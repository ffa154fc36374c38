import { exitCode } from '../../diagnostics/index.ts';
import { isMissing } from '../../plan/image-offers.ts';
import { printResult, type CoreCommand } from '../command.ts';
import { imagesOf } from '../image-selection.ts';
import { table } from '../table.ts';

/** `ccp images list`: all images of the catalog. */
export const imagesListCommand: CoreCommand = {
  name: 'images list',
  summary: 'List the images of all components, in build order',
  arguments: [{ flags: '[prefixes...]', description: 'only images whose names are, or begin with, one of these' }],
  details: `JSON: [{name, title, version, key, reference, base, shipped, action: build|pull|present|unneeded, reason, user, rootReason}]; user is the id that it
  runs as; an image without one starts as root for rootReason.`,
  run: async (run) => {
    const plan = await run.workspace.imagesWithOffers();
    const wanted = new Set(run.args.flatMap((word) => imagesOf(plan, word)));
    const images = plan.images.filter((image) => wanted.size === 0 || wanted.has(image));
    const definitions = new Map(run.workspace.session.catalog.images.map(({ image }) => [image.name, image]));
    const rows = images.map(({ name, title, version, key, reference, base, shipped, action, reason }) => {
      const { user, root } = definitions.get(name) ?? {};
      return { name, title, version, key, reference, base, shipped, action, reason, user: user?.id, rootReason: root?.reason };
    });
    printResult(run, rows, () => table(['IMAGE', 'STATE', 'SHIPPED', 'REFERENCE'], rows.map((row) => [row.name, isMissing(row) ? `to ${row.action} (${row.reason})` : row.action, row.shipped ? 'yes' : 'no', row.reference])));
    return exitCode.ok;
  },
};
