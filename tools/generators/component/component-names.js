/** Forms of a component's name that its files use. */

/**
 * @typedef {object} ComponentNames
 * @property {string} name For example `hello-world`: service, image, file names.
 * @property {string} variable `helloWorld`.
 * @property {string} type `HelloWorld`.
 * @property {string} title `Hello world`.
 */

const form = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
/** Names of Kubernetes objects get endings; 30 leaves room within their 63. */
const longest = 30;

/**
 * Reads what the user wrote; `ccp-` in front is allowed and dropped.
 *
 * @param {string} written
 * @returns {ComponentNames}
 */
export function componentNames(written) {
  const name = written.replace(/^ccp-/, '');
  if (!form.test(name) || name.length > longest) {
    throw new Error(`"${written}" cannot name a component: use up to ${longest} lower case letters and digits with - between words, a letter first, for example hello-world.`);
  }
  const words = name.split('-');
  const type = words.map(capital).join('');
  return { name, type, variable: `${type.charAt(0).toLowerCase()}${type.slice(1)}`, title: [capital(words[0]), ...words.slice(1)].join(' ') };
}

/** @param {string} word */
function capital(word) {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}
