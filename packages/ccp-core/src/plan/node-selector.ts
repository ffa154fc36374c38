/** What of a node a selector looks at. */
export interface SelectableNode {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Whether a key of `nodes:` means this node. */
export type NodeSelector = (node: SelectableNode) => boolean;

/** Thrown inside; the message is for the user. */
export class SelectorError extends Error {}

const prefix = 'label:';

/**
 * Reads a key of `nodes:`: `label:` and a label selector of Kubernetes (`disk=ssd,zone!=b`, `zone in (a, b)`, `gpu`, `!gpu`), else a regular
 * expression of the whole node name. Throws {@link SelectorError}.
 */
export function parseNodeSelector(key: string): NodeSelector {
  return key.startsWith(prefix) ? parseLabelSelector(key.slice(prefix.length)) : parseNamePattern(key);
}

function parseNamePattern(key: string): NodeSelector {
  try {
    const pattern = new RegExp(`^(?:${key})$`);
    return ({ name }) => pattern.test(name);
  } catch (cause) {
    throw new SelectorError('it is not a regular expression', { cause });
  }
}

/** A label's key: an optional domain, then a name; the syntax of Kubernetes. */
const labelKey = String.raw`(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?/)?[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?`;
const labelValue = String.raw`(?:[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?)?`;
const equality = new RegExp(String.raw`^(?<key>${labelKey})\s*(?<operator>==?|!=)\s*(?<value>${labelValue})$`);
const set = new RegExp(String.raw`^(?<key>${labelKey})\s+(?<operator>in|notin)\s*\((?<values>\s*${labelValue}\s*(?:,\s*${labelValue}\s*)*)\)$`);
const existence = new RegExp(String.raw`^(?<not>!?)\s*(?<key>${labelKey})$`);

function parseLabelSelector(text: string): NodeSelector {
  // Commas in parentheses part the values of a set, all others the requirements.
  const requirements = text.split(/,(?![^(]*\))/).map((part) => parseRequirement(part.trim()));
  return (node) => requirements.every((holds) => holds(node));
}

interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly value: string;
  readonly values: string;
  readonly not: string;
}

function parseRequirement(text: string): NodeSelector {
  const groups = (form: RegExp): Requirement | undefined => form.exec(text)?.groups as Requirement | undefined;
  const equal = groups(equality);
  if (equal !== undefined) return among(equal.key, [equal.value], equal.operator !== '!=');
  const member = groups(set);
  if (member !== undefined) return among(member.key, member.values.split(',').map((value) => value.trim()), member.operator === 'in');
  const exists = groups(existence);
  if (exists === undefined) throw new SelectorError(`"${text}" is not a requirement of a label selector`);
  return ({ labels }) => exists.key in labels === (exists.not === '');
}

/** As in Kubernetes, a node without the label fits `!=` and `notin`. */
function among(key: string, values: readonly string[], wanted: boolean): NodeSelector {
  return ({ labels }) => {
    const value = labels[key];
    return (value !== undefined && values.includes(value)) === wanted;
  };
}
