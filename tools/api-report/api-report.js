import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDeclarations } from './declarations.js';

/**
 * The public contract of a package as one text: every exported name of its entries with its signature, and the types that these
 * signatures name although nobody can import them. Same sources, same bytes.
 *
 * @param {string} folder Absolute folder of the package.
 */
export function apiReport(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const sources = Object.entries(manifest.exports).flatMap(([entry, conditions]) => (conditions['@ccp/source'] === undefined ? [] : [[entry, join(folder, conditions['@ccp/source'])]]));
  const { exported, textOf, hidden } = readDeclarations(folder, Object.fromEntries(sources));
  const sections = [...exported].map(([entry, names]) => section(`\`${join(manifest.name, entry)}\``, names.map((name) => textOf(entry, name))));
  const rest = hidden.size === 0 ? [] : [section('Named by signatures, and not exported', [...hidden.values()])];
  return [`# API of ${manifest.name}`, `Generated; \`npx nx run ${manifest.name}:api\` writes it anew. A difference in review is a change of contract.`, ...sections, ...rest].join('\n\n') + '\n';
}

function section(title, texts) {
  return `## ${title}\n\n\`\`\`ts\n${texts.join('\n\n')}\n\`\`\``;
}
