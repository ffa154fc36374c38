import { basename } from 'node:path';

const vague = new Set(['common', 'helper', 'helpers', 'manager', 'misc', 'shared', 'util', 'utils']);
const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|e2e|bench|config|fixture|d))*\.(ts|js)$/;

/** A file is named by the one concept that it holds, in kebab-case. */
export const fileName = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: {
      kebab: 'File names are kebab-case: {{name}}.',
      vague: 'A file holds one concept and its name says which; "{{word}}" says nothing.',
    },
  },
  create(context) {
    const name = basename(context.filename);
    const word = name.replace(/\.(ts|js)$/, '').split(/[-.]/).find((part) => vague.has(part));
    return {
      Program(node) {
        if (!kebab.test(name)) context.report({ node, messageId: 'kebab', data: { name } });
        if (word !== undefined) context.report({ node, messageId: 'vague', data: { word } });
      },
    };
  },
};
